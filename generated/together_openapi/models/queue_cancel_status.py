# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenStrEnum


class QueueCancelStatus(OpenStrEnum):
    """State of a job after the attempt to cancel it."""

    CANCELED = "canceled"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"

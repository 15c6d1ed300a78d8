# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenStrEnum


class ExecutionStatus(OpenStrEnum):
    """How far an execution got."""

    SUCCESS = "success"

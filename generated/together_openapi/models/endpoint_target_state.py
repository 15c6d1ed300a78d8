# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenStrEnum


class EndpointTargetState(OpenStrEnum):
    """State that an endpoint should be in."""

    STARTED = "STARTED"
    STOPPED = "STOPPED"

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenStrEnum


class DeploymentStatus(OpenStrEnum):
    """State of a deployment as a whole."""

    UPDATING = "Updating"
    SCALING = "Scaling"
    READY = "Ready"
    FAILED = "Failed"

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenStrEnum


class SharedVolumeStatus(OpenStrEnum):
    """State of a shared volume; bound when a cluster has it."""

    AVAILABLE = "available"
    BOUND = "bound"
    PROVISIONING = "provisioning"

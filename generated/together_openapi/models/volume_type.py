# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenStrEnum


class VolumeType(OpenStrEnum):
    """What containers can do with a volume."""

    READONLY = "readOnly"

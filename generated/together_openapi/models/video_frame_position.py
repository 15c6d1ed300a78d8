# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenStrEnum


class VideoFramePosition(OpenStrEnum):
    """A place in a film."""

    FIRST = "first"
    LAST = "last"

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenStrEnum


class VideoFormat(OpenStrEnum):
    """Format of a film."""

    MP4 = "MP4"
    WEBM = "WEBM"

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenStrEnum


class ImageFileFormat(OpenStrEnum):
    """Format of a picture."""

    JPEG = "jpeg"
    PNG = "png"

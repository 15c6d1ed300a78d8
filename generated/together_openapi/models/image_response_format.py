# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenStrEnum


class ImageResponseFormat(OpenStrEnum):
    """How to send a picture."""

    BASE64 = "base64"
    URL = "url"

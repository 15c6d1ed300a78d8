# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenStrEnum


class CodeFileEncoding(OpenStrEnum):
    """How the content of a file is written; string for text, base64 for the rest."""

    STRING = "string"
    BASE64 = "base64"

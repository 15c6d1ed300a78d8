# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenStrEnum


class AudioResponseFormat(OpenStrEnum):
    """How much to send back; verbose_json adds times."""

    JSON = "json"
    VERBOSE_JSON = "verbose_json"

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenStrEnum


class ResponseFormatType(OpenStrEnum):
    """Kinds of shapes; json_object promises JSON, json_schema promises more."""

    TEXT = "text"
    JSON_OBJECT = "json_object"
    JSON_SCHEMA = "json_schema"

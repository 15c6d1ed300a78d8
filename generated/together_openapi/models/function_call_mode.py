# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenStrEnum


class FunctionCallMode(OpenStrEnum):
    """Whether the model may ask for a function."""

    NONE = "none"
    AUTO = "auto"

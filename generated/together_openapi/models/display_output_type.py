# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenStrEnum


class DisplayOutputType(OpenStrEnum):
    """Whether code showed something, or it is the value of its last line."""

    DISPLAY_DATA = "display_data"
    EXECUTE_RESULT = "execute_result"

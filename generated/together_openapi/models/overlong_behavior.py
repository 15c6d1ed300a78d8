# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenStrEnum


class OverlongBehavior(OpenStrEnum):
    """What to do when more tokens are asked for than fit."""

    TRUNCATE = "truncate"
    ERROR = "error"

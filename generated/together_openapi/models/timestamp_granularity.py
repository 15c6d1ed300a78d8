# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenStrEnum


class TimestampGranularity(OpenStrEnum):
    """What to give times for."""

    SEGMENT = "segment"
    WORD = "word"

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenStrEnum


class EvaluationType(OpenStrEnum):
    """What a judge does with answers."""

    CLASSIFY = "classify"
    SCORE = "score"
    COMPARE = "compare"

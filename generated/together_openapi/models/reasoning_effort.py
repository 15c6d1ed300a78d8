# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenStrEnum


class ReasoningEffort(OpenStrEnum):
    """How long a model may think."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

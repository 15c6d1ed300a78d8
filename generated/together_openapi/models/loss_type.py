# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenStrEnum


class LossType(OpenStrEnum):
    """What the training minimises."""

    LOSS_TYPE_UNSPECIFIED = "LOSS_TYPE_UNSPECIFIED"
    LOSS_TYPE_CROSS_ENTROPY = "LOSS_TYPE_CROSS_ENTROPY"
    LOSS_TYPE_GRPO = "LOSS_TYPE_GRPO"

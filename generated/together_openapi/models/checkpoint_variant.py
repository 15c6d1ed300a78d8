# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenStrEnum


class CheckpointVariant(OpenStrEnum):
    """Which form of a checkpoint: the whole model, or its adapter alone."""

    CHECKPOINT_VARIANT_UNSPECIFIED = "CHECKPOINT_VARIANT_UNSPECIFIED"
    CHECKPOINT_VARIANT_MERGED = "CHECKPOINT_VARIANT_MERGED"
    CHECKPOINT_VARIANT_ADAPTER = "CHECKPOINT_VARIANT_ADAPTER"

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenStrEnum


class FineTuneCheckpointKind(OpenStrEnum):
    """Which form of a trained model."""

    MERGED = "merged"
    ADAPTER = "adapter"
    MODEL_OUTPUT_PATH = "model_output_path"

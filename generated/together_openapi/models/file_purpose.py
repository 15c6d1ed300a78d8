# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenStrEnum


class FilePurpose(OpenStrEnum):
    """What a file is for."""

    FINE_TUNE = "fine-tune"
    EVAL = "eval"
    EVAL_SAMPLE = "eval-sample"
    EVAL_OUTPUT = "eval-output"
    EVAL_SUMMARY = "eval-summary"
    BATCH_GENERATED = "batch-generated"
    BATCH_API = "batch-api"
    CALIBRATION = "calibration"

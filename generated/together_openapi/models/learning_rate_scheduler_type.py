# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenStrEnum


class LearningRateSchedulerType(OpenStrEnum):
    """Shape of the curve that the learning rate follows."""

    LINEAR = "linear"
    COSINE = "cosine"

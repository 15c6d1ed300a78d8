# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenStrEnum


class UploadedModelType(OpenStrEnum):
    """Whether an uploaded model is whole, or an adapter to another."""

    MODEL = "model"
    ADAPTER = "adapter"

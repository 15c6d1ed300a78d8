# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenStrEnum


class TensorType(OpenStrEnum):
    """Type of the numbers in an array."""

    D_TYPE_UNSPECIFIED = "D_TYPE_UNSPECIFIED"
    D_TYPE_INT64 = "D_TYPE_INT64"
    D_TYPE_FLOAT32 = "D_TYPE_FLOAT32"
    D_TYPE_BFLOAT16 = "D_TYPE_BFLOAT16"

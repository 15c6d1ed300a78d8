# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenStrEnum


class StreamOutputType(OpenStrEnum):
    """Where code wrote to."""

    STDOUT = "stdout"
    STDERR = "stderr"

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenStrEnum


class EvaluationModelSource(OpenStrEnum):
    """Where a model runs."""

    SERVERLESS = "serverless"
    DEDICATED = "dedicated"
    EXTERNAL = "external"

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenStrEnum


class EndpointType(OpenStrEnum):
    """Whether an endpoint has hardware of its own, or shares."""

    DEDICATED = "dedicated"
    SERVERLESS = "serverless"

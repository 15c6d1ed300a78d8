# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenStrEnum


class EndpointUsageType(OpenStrEnum):
    """How an endpoint is paid for."""

    ON_DEMAND = "on-demand"
    RESERVED = "reserved"

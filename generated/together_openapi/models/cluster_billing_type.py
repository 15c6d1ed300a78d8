# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenStrEnum


class ClusterBillingType(OpenStrEnum):
    """How long a cluster lasts: RESERVED for duration_days, ON_DEMAND until it is deleted,
    SCHEDULED_CAPACITY from reservation_start_time to reservation_end_time."""

    RESERVED = "RESERVED"
    ON_DEMAND = "ON_DEMAND"
    SCHEDULED_CAPACITY = "SCHEDULED_CAPACITY"

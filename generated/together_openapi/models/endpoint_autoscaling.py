# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model


@define(repr=False)
class EndpointAutoscaling(Model):
    """How many copies of the model run, depending on demand.

    Attributes:
        min_replicas: Fewest copies, even without demand.
        max_replicas: Most copies, whatever the demand.
    """

    min_replicas: int
    max_replicas: int

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model


@define(repr=False)
class EndpointPricing(Model):
    """What an endpoint costs.

    Attributes:
        cents_per_minute: US cents for each minute that it runs.
    """

    cents_per_minute: float

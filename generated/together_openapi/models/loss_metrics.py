# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define, field

from ..model import Model


@define(repr=False)
class LossMetrics(Model):
    """Numbers by name."""

    additional_properties: dict[str, float] = field(init=False, factory=dict)

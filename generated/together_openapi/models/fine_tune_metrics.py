# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define, field

from ..model import Model


@define(repr=False)
class FineTuneMetrics(Model):
    """Numbers by name, as they stood at one step."""

    additional_properties: dict[str, float] = field(init=False, factory=dict)

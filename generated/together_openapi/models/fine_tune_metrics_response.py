# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class FineTuneMetricsResponse(Model):
    """How a training went.

    Attributes:
        metrics: One entry for each recorded step.
    """

    metrics: list[m.FineTuneMetrics] | Unset = UNSET

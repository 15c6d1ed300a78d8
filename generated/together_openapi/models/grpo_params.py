# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import Unset


@define(repr=False)
class GrpoParams(Model):
    """Settings for GRPO.

    Attributes:
        clip_low: How far below 1 the ratio of probabilities may go.
        clip_high: How far above 1 the ratio of probabilities may go.
        beta: How closely to stay with the original model.
        agg_type: How the losses of tokens become one.
    """

    clip_low: float | Unset = 0.2
    clip_high: float | Unset = 0.28
    beta: float | Unset = 0.0
    agg_type: m.GrpoAggregation | Unset = m.GrpoAggregation.GRPO_LOSS_AGGREGATION_TYPE_FIXED_HORIZON

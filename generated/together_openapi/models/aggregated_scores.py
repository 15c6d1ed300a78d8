# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class AggregatedScores(Model):
    """All scores together.

    Attributes:
        mean_score: Their mean.
        std_score: Their standard deviation.
        pass_percentage: Share of good answers, from 0 to 100.
    """

    mean_score: float | Unset = UNSET
    std_score: float | Unset = UNSET
    pass_percentage: float | Unset = UNSET

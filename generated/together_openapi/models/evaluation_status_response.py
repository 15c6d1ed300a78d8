# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class EvaluationStatusResponse(Model):
    """State and results of an evaluation.

    Attributes:
        status: State of the evaluation.
        results: The results, once it has ended.
    """

    status: m.EvaluationStatus | Unset = UNSET
    results: (
        m.EvaluationClassifyResults | m.EvaluationScoreResults | m.EvaluationCompareResults | Unset
    ) = UNSET

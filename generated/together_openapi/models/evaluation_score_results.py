# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class EvaluationScoreResults(Model):
    """How the answers were scored.

    Attributes:
        aggregated_scores: All scores together.
        generation_fail_count: Rows that got no answer.
        judge_fail_count: Answers that got no judgement.
        invalid_score_count: Answers that got a score that is none.
        failed_samples: Rows that failed.
        result_file_id: Id of the file with the judgements.
    """

    aggregated_scores: m.AggregatedScores | Unset = UNSET
    generation_fail_count: float | Unset | None = UNSET
    judge_fail_count: float | Unset | None = UNSET
    invalid_score_count: float | Unset = UNSET
    failed_samples: float | Unset = UNSET
    result_file_id: str | Unset = UNSET

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class EvaluationClassifyResults(Model):
    """How the answers were labelled.

    Attributes:
        generation_fail_count: Rows that got no answer.
        judge_fail_count: Answers that got no judgement.
        invalid_label_count: Answers that got a label that is none.
        result_file_id: Id of the file with the judgements.
        pass_percentage: Share of good answers, from 0 to 100.
        label_counts: How often each label was given, as a JSON text.
    """

    generation_fail_count: float | Unset | None = UNSET
    judge_fail_count: float | Unset | None = UNSET
    invalid_label_count: float | Unset | None = UNSET
    result_file_id: str | Unset = UNSET
    pass_percentage: float | Unset | None = UNSET
    label_counts: str | Unset = UNSET

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define, field

from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class EvaluationCompareResults(Model):
    """Which answers were better.

    Attributes:
        num_samples: Pairs that were compared.
        a_wins: Pairs in which model_a was better.
        b_wins: Pairs in which model_b was better.
        ties: Pairs in which neither was.
        generation_fail_count: Rows that got no answer.
        judge_fail_count: Answers that got no judgement.
        result_file_id: Id of the file with the judgements.
    """

    num_samples: int | Unset = UNSET
    a_wins: int | Unset = field(default=UNSET, metadata={"wire": "A_wins"})
    b_wins: int | Unset = field(default=UNSET, metadata={"wire": "B_wins"})
    ties: int | Unset = field(default=UNSET, metadata={"wire": "Ties"})
    generation_fail_count: float | Unset | None = UNSET
    judge_fail_count: float | Unset | None = UNSET
    result_file_id: str | Unset = UNSET

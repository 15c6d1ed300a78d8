# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class EvaluationScoreParameters(Model):
    """How to score answers.

    Attributes:
        judge: Who scores.
        min_score: Lowest score.
        max_score: Highest score.
        pass_threshold: Score from which on an answer is good.
        input_data_file_path: Id of the file with the data.
        model_to_evaluate: Where the answers come from.
    """

    judge: m.EvaluationJudge
    min_score: float
    max_score: float
    pass_threshold: float
    input_data_file_path: str
    model_to_evaluate: str | m.EvaluationModel | Unset = UNSET

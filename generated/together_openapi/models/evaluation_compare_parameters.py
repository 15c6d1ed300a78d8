# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class EvaluationCompareParameters(Model):
    """How to tell which of two answers is better.

    Attributes:
        judge: Who compares.
        input_data_file_path: Id of the file with the data.
        model_a: Where the one answer comes from.
        model_b: Where the other answer comes from.
    """

    judge: m.EvaluationJudge
    input_data_file_path: str
    model_a: str | m.EvaluationModel | Unset = UNSET
    model_b: str | m.EvaluationModel | Unset = UNSET

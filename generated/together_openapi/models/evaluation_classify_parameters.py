# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class EvaluationClassifyParameters(Model):
    """How to label answers.

    Attributes:
        judge: Who labels.
        labels: The labels to choose from.
        pass_labels: Those of the labels that mean a good answer.
        input_data_file_path: Id of the file with the data.
        model_to_evaluate: Where the answers come from.
    """

    judge: m.EvaluationJudge
    labels: list[str]
    pass_labels: list[str]
    input_data_file_path: str
    model_to_evaluate: str | m.EvaluationModel | Unset = UNSET

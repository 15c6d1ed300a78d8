# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define, field

from .. import models as m
from ..model import Model


@define(repr=False)
class CreateEvaluationRequest(Model):
    """What to judge, by whom, and how.

    Attributes:
        type_: What the judge does.
        parameters: Settings that belong to the type.
    """

    type_: m.EvaluationType = field(metadata={"wire": "type"})
    parameters: (
        m.EvaluationClassifyParameters | m.EvaluationScoreParameters | m.EvaluationCompareParameters
    )

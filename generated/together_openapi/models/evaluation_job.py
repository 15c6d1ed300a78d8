# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

import datetime

from attrs import define, field

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class EvaluationJob(Model):
    """An evaluation.

    Attributes:
        workflow_id: Identifies the evaluation.
        type_: What the judge does.
        owner_id: Who started it; for administrators only.
        status: State of the evaluation.
        status_updates: How it came to that state; for administrators only.
        parameters: What the evaluation was started with.
        created_at: When it was accepted.
        updated_at: When it last changed.
        results: The results, once it has ended.
    """

    workflow_id: str | Unset = UNSET
    type_: m.EvaluationType | Unset = field(default=UNSET, metadata={"wire": "type"})
    owner_id: str | Unset = UNSET
    status: m.EvaluationStatus | Unset = UNSET
    status_updates: list[m.EvaluationStatusUpdate] | Unset = UNSET
    parameters: m.JsonObject | Unset = UNSET
    created_at: datetime.datetime | Unset = UNSET
    updated_at: datetime.datetime | Unset = UNSET
    results: (
        m.EvaluationClassifyResults
        | m.EvaluationScoreResults
        | m.EvaluationCompareResults
        | m.EvaluationFailure
        | Unset
        | None
    ) = UNSET

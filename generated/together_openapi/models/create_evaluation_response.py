# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from typing import Literal

from attrs import define

from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class CreateEvaluationResponse(Model):
    """The evaluation that was started.

    Attributes:
        workflow_id: Identifies the evaluation.
        status: Always pending.
    """

    workflow_id: str | Unset = UNSET
    status: Literal["pending"] | Unset = UNSET

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class TrainingCheckpointOperation(Model):
    """The saving of a training state.

    Attributes:
        id: Identifies the operation.
        status: State of the operation.
        output: The result, if it was completed.
        error: The reason, if it failed.
    """

    id: str
    status: m.TrainingOperationStatus
    output: m.TrainingCheckpointResult | Unset = UNSET
    error: m.TrainingOperationError | Unset = UNSET

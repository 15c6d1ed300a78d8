# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class TrainingOperationError(Model):
    """Why an operation failed.

    Attributes:
        code: The reason, for programs.
        message: The reason, for people.
    """

    code: m.TrainingOperationErrorCode | Unset = UNSET
    message: str | Unset = UNSET

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

import datetime

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class InferenceCheckpoint(Model):
    """A model that was saved to be used.

    Attributes:
        id: Identifies the checkpoint.
        step: Step after which it was saved, as a number or in digits.
        created_at: When it was saved.
        registration: The name that it can be asked by.
    """

    id: str
    step: str | int
    created_at: datetime.datetime
    registration: m.CheckpointRegistration | Unset = UNSET

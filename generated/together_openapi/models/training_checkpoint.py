# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

import datetime

from attrs import define

from ..model import Model


@define(repr=False)
class TrainingCheckpoint(Model):
    """A state that was saved to go on from.

    Attributes:
        id: Identifies the checkpoint.
        step: Step after which it was saved, as a number or in digits.
        created_at: When it was saved.
    """

    id: str
    step: str | int
    created_at: datetime.datetime

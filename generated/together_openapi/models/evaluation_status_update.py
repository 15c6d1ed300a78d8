# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

import datetime

from attrs import define

from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class EvaluationStatusUpdate(Model):
    """A change of state.

    Attributes:
        status: The state that was reached.
        message: What there is to say about it.
        timestamp: When it was reached.
    """

    status: str | Unset = UNSET
    message: str | Unset = UNSET
    timestamp: datetime.datetime | Unset = UNSET

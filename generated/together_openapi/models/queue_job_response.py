# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define, field

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class QueueJobResponse(Model):
    """What became of a job that was handed in.

    Attributes:
        request_id: Identifies the job; needed to look at it and to cancel it.
        error: Why it was refused.
    """

    request_id: str | Unset = field(default=UNSET, metadata={"wire": "requestId"})
    error: m.QueueError | Unset = UNSET

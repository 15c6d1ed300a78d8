# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class CodeResult(Model):
    """What code gave out, and where it ran.

    Attributes:
        session_id: The session; name it in the next request to go on there.
        outputs: What the code gave out, in order.
        status: How far it got.
    """

    session_id: str
    outputs: list[m.StreamOutput | m.ErrorOutput | m.DisplayOutput]
    status: m.ExecutionStatus | Unset = UNSET

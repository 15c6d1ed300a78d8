# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define, field

from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class QueueError(Model):
    """Why a queue refused a request.

    Attributes:
        code: The reason, for programs.
        message: The reason, for people.
        param: The parameter at fault, if it was one.
        type_: The class of error.
    """

    code: str | Unset = UNSET
    message: str | Unset = UNSET
    param: str | Unset = UNSET
    type_: str | Unset = field(default=UNSET, metadata={"wire": "type"})

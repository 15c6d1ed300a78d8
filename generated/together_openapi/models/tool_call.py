# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from typing import Literal

from attrs import define, field

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class ToolCall(Model):
    """A function that the model wants called.

    Attributes:
        id: Id to give back with the result.
        type_: Always function, so far.
        function: Which function, and with what.
        index: Position among the calls of the message.
    """

    id: str
    type_: Literal["function"] = field(metadata={"wire": "type"})
    function: m.ToolCallFunction
    index: float | Unset = UNSET

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class ChatDelta(Model):
    """What a piece adds to an answer.

    Attributes:
        role: Who speaks.
        content: Text to append to what came before.
        reasoning: Thoughts to append to those that came before.
        token_id: Number of the token.
        tool_calls: Functions that the model wants called.
        function_call: The same in an older form.
    """

    role: m.ChatRole
    content: str | Unset | None = UNSET
    reasoning: str | Unset | None = UNSET
    token_id: int | Unset = UNSET
    tool_calls: list[m.ToolCall] | Unset = UNSET
    function_call: m.ToolCallFunction | Unset | None = UNSET

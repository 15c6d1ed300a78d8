# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class ChatMessage(Model):
    """One turn of a conversation.

    Attributes:
        role: Who speaks.
        content: What is said, as text or in parts of several kinds.
        name: Tells speakers of the same role apart; for the role function, the function.
        reasoning: What the model thought before it answered, where it says so.
        tool_calls: Functions that the model wants called.
        tool_call_id: For the role tool, the call that this is the result of.
    """

    role: m.ChatRole
    content: str | list[m.ContentPart] | Unset | None = UNSET
    name: str | Unset = UNSET
    reasoning: str | Unset | None = UNSET
    tool_calls: list[m.ToolCall] | Unset = UNSET
    tool_call_id: str | Unset = UNSET

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from typing import Literal

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class ChatAnswer(Model):
    """What the model says.

    Attributes:
        role: Always assistant.
        content: What it says; null when it only wants functions called.
        reasoning: What it thought before it answered, where it says so.
        tool_calls: Functions that the model wants called.
        function_call: The same in an older form, for a single function.
    """

    role: Literal["assistant"]
    content: str | None
    reasoning: str | Unset | None = UNSET
    tool_calls: list[m.ToolCall] | Unset = UNSET
    function_call: m.ToolCallFunction | Unset = UNSET

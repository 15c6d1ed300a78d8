# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class AssistantMessage(Model):
    """What the model said before.

    Attributes:
        role: Always assistant.
        content: What it said.
        name: Tells speakers of the same role apart.
        tool_calls: Functions that the model wants called.
        function_call: The same in an older form, for a single function.
    """

    TAGS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "role": ("assistant",),
    }

    role: Literal["assistant"]
    content: str | Unset | None = UNSET
    name: str | Unset = UNSET
    tool_calls: list[m.ToolCall] | Unset = UNSET
    function_call: m.ToolCallFunction | Unset = UNSET

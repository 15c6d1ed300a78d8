# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from attrs import define

from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class ToolMessage(Model):
    """What came of a call that the model asked for.

    Attributes:
        role: Always tool.
        content: What came of it.
        tool_call_id: Id of the call.
        name: Tells speakers of the same role apart.
    """

    TAGS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "role": ("tool",),
    }

    role: Literal["tool"]
    content: str
    tool_call_id: str
    name: str | Unset = UNSET

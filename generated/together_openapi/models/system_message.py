# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from attrs import define

from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class SystemMessage(Model):
    """What the model should know before the conversation.

    Attributes:
        role: Always system.
        content: What it should know.
        name: Tells speakers of the same role apart.
    """

    TAGS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "role": ("system",),
    }

    role: Literal["system"]
    content: str
    name: str | Unset = UNSET

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from attrs import define, field

from ..model import Model


@define(repr=False)
class InputTextReceived(Model):
    """Some text has arrived.

    Attributes:
        type_: Always conversation.item.input_text.received.
        text: The text.
    """

    TAGS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "type": ("conversation.item.input_text.received",),
    }

    type_: Literal["conversation.item.input_text.received"] = field(metadata={"wire": "type"})
    text: str

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from attrs import define, field

from ..model import Model


@define(repr=False)
class InputTextAppend(Model):
    """More text to read aloud.

    Attributes:
        type_: Always input_text_buffer.append.
        text: The text.
    """

    TAGS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "type": ("input_text_buffer.append",),
    }

    type_: Literal["input_text_buffer.append"] = field(metadata={"wire": "type"})
    text: str

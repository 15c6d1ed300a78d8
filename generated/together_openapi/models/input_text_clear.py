# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from attrs import define, field

from ..model import Model


@define(repr=False)
class InputTextClear(Model):
    """Forget the text that was not read aloud yet.

    Attributes:
        type_: Always input_text_buffer.clear.
    """

    TAGS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "type": ("input_text_buffer.clear",),
    }

    type_: Literal["input_text_buffer.clear"] = field(metadata={"wire": "type"})

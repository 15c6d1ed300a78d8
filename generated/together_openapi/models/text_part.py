# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from attrs import define, field

from ..model import Model


@define(repr=False)
class TextPart(Model):
    """Some text.

    Attributes:
        type_: Always text.
        text: The text.
    """

    TAGS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "type": ("text",),
    }

    type_: Literal["text"] = field(metadata={"wire": "type"})
    text: str

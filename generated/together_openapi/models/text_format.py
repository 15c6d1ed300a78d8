# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from attrs import define, field

from ..model import Model


@define(repr=False)
class TextFormat(Model):
    """An answer in words, which is what comes if nothing is said.

    Attributes:
        type_: Always text.
    """

    TAGS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "type": ("text",),
    }

    type_: Literal["text"] = field(metadata={"wire": "type"})

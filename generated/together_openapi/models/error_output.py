# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from attrs import define, field

from ..model import Model


@define(repr=False)
class ErrorOutput(Model):
    """Why the code came to an early end.

    Attributes:
        type_: Always error.
        data: The exception and where it was raised.
    """

    TAGS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "type": ("error",),
    }

    type_: Literal["error"] = field(metadata={"wire": "type"})
    data: str

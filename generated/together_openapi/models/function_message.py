# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from attrs import define

from ..model import Model


@define(repr=False)
class FunctionMessage(Model):
    """What came of a call, in an older form.

    Attributes:
        role: Always function.
        content: What came of it.
        name: Name of the function.
    """

    TAGS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "role": ("function",),
    }

    role: Literal["function"]
    content: str
    name: str

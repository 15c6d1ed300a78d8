# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from attrs import define, field

from ..model import Model


@define(repr=False)
class FullTrainingType(Model):
    """All weights are trained.

    Attributes:
        type_: Always Full.
    """

    TAGS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "type": ("Full",),
    }

    type_: Literal["Full"] = field(metadata={"wire": "type"})

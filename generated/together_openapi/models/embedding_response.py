# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from typing import Literal

from attrs import define, field

from .. import models as m
from ..model import Model


@define(repr=False)
class EmbeddingResponse(Model):
    """Vectors of texts.

    Attributes:
        object_: Always list.
        model: Model that answered.
        data: One entry for each text.
    """

    object_: Literal["list"] = field(metadata={"wire": "object"})
    model: str
    data: list[m.EmbeddingData]

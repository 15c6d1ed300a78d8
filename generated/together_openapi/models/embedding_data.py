# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from typing import Literal

from attrs import define, field

from ..model import Model


@define(repr=False)
class EmbeddingData(Model):
    """The vector of one text.

    Attributes:
        object_: Always embedding.
        embedding: The vector.
        index: Position of the text.
    """

    object_: Literal["embedding"] = field(metadata={"wire": "object"})
    embedding: list[float]
    index: int

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define, field

from ..model import Model


@define(repr=False)
class EmbeddingRequest(Model):
    """Texts to turn into vectors.

    Attributes:
        model: Model to ask.
        input_: One text, or several.
    """

    model: str
    input_: str | list[str] = field(metadata={"wire": "input"})

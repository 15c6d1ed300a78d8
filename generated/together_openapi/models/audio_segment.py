# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model


@define(repr=False)
class AudioSegment(Model):
    """A piece of text and its times.

    Attributes:
        id: Position of the piece.
        start: Where it starts, in seconds.
        end: Where it ends, in seconds.
        text: The text.
    """

    id: int
    start: float
    end: float
    text: str

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model


@define(repr=False)
class SpeakerSegment(Model):
    """What one speaker says without a break.

    Attributes:
        id: Position of the piece.
        speaker_id: Who speaks.
        start: Where it starts, in seconds.
        end: Where it ends, in seconds.
        text: What is said.
        words: The words, with times.
    """

    id: int
    speaker_id: str
    start: float
    end: float
    text: str
    words: list[m.AudioWord]

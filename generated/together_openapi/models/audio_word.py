# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class AudioWord(Model):
    """A word and its times.

    Attributes:
        word: The word itself.
        start: Where it starts, in seconds.
        end: Where it ends, in seconds.
        speaker_id: Who says it, if the speakers were told apart.
    """

    word: str
    start: float
    end: float
    speaker_id: str | Unset = UNSET

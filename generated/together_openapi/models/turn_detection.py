# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from typing import Literal

from attrs import define, field

from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class TurnDetection(Model):
    """How to tell where speech ends.

    Attributes:
        type_: Always server_vad.
        threshold: Probability from 0 to 1 above which a sound counts as speech; 0.3 if left
            out.
        min_silence_duration_ms: Milliseconds of silence that end speech; 500 if left out.
        min_speech_duration_ms: Milliseconds that a sound must last to be speech; 250 if
            left out.
        max_speech_duration_s: Seconds after which speech is cut; 5 if left out.
        speech_pad_ms: Milliseconds to keep before and after speech; 250 if left out.
    """

    type_: Literal["server_vad"] | Unset = field(default=UNSET, metadata={"wire": "type"})
    threshold: float | Unset = UNSET
    min_silence_duration_ms: int | Unset = UNSET
    min_speech_duration_ms: int | Unset = UNSET
    max_speech_duration_s: float | Unset = UNSET
    speech_pad_ms: int | Unset = UNSET

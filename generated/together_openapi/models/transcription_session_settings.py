# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class TranscriptionSessionSettings(Model):
    """What to change about a session that writes down.

    Attributes:
        turn_detection: How to tell where speech ends; null to say so by
            input_audio_buffer.commit.
    """

    turn_detection: m.TurnDetection | Unset | None = UNSET

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from attrs import define, field

from ..model import Model


@define(repr=False)
class TranscriptionDelta(Model):
    """What seems to be said, so far.

    Attributes:
        type_: Always conversation.item.input_audio_transcription.delta.
        delta: The text.
    """

    TAGS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "type": ("conversation.item.input_audio_transcription.delta",),
    }

    type_: Literal["conversation.item.input_audio_transcription.delta"] = field(
        metadata={"wire": "type"}
    )
    delta: str

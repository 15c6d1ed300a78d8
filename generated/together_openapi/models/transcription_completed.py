# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from attrs import define, field

from ..model import Model


@define(repr=False)
class TranscriptionCompleted(Model):
    """What was said, for good.

    Attributes:
        type_: Always conversation.item.input_audio_transcription.completed.
        transcript: The text.
    """

    TAGS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "type": ("conversation.item.input_audio_transcription.completed",),
    }

    type_: Literal["conversation.item.input_audio_transcription.completed"] = field(
        metadata={"wire": "type"}
    )
    transcript: str

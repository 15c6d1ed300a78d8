# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from attrs import define, field

from .. import models as m
from ..model import Model


@define(repr=False)
class TranscriptionFailed(Model):
    """Something could not be written down.

    Attributes:
        type_: Always conversation.item.input_audio_transcription.failed.
        error: Why not.
    """

    TAGS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "type": ("conversation.item.input_audio_transcription.failed",),
    }

    type_: Literal["conversation.item.input_audio_transcription.failed"] = field(
        metadata={"wire": "type"}
    )
    error: m.ErrorDetail

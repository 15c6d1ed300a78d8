# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from attrs import define, field

from ..model import Model


@define(repr=False)
class InputAudioAppend(Model):
    """More sound to write down.

    Attributes:
        type_: Always input_audio_buffer.append.
        audio: The sound in base64.
    """

    TAGS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "type": ("input_audio_buffer.append",),
    }

    type_: Literal["input_audio_buffer.append"] = field(metadata={"wire": "type"})
    audio: str

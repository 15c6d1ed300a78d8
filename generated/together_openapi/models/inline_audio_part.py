# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from attrs import define, field

from .. import models as m
from ..model import Model


@define(repr=False)
class InlineAudioPart(Model):
    """A recording inside the request.

    Attributes:
        type_: Always input_audio.
        input_audio: The recording itself.
    """

    TAGS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "type": ("input_audio",),
    }

    type_: Literal["input_audio"] = field(metadata={"wire": "type"})
    input_audio: m.InlineAudio

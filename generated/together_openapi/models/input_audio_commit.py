# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from attrs import define, field

from ..model import Model


@define(repr=False)
class InputAudioCommit(Model):
    """Write down what is left; there is no more to come.

    Attributes:
        type_: Always input_audio_buffer.commit.
    """

    TAGS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "type": ("input_audio_buffer.commit",),
    }

    type_: Literal["input_audio_buffer.commit"] = field(metadata={"wire": "type"})

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from attrs import define, field

from ..model import Model


@define(repr=False)
class AudioOutputDelta(Model):
    """A piece of the recording.

    Attributes:
        type_: Always conversation.item.audio_output.delta.
        item_id: Which recording it belongs to.
        delta: The piece in base64; raw 16-bit PCM, mono, 24000 Hz.
    """

    TAGS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "type": ("conversation.item.audio_output.delta",),
    }

    type_: Literal["conversation.item.audio_output.delta"] = field(metadata={"wire": "type"})
    item_id: str
    delta: str

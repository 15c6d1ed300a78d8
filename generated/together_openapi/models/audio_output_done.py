# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from attrs import define, field

from ..model import Model


@define(repr=False)
class AudioOutputDone(Model):
    """A recording is whole.

    Attributes:
        type_: Always conversation.item.audio_output.done.
        item_id: Which recording.
    """

    TAGS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "type": ("conversation.item.audio_output.done",),
    }

    type_: Literal["conversation.item.audio_output.done"] = field(metadata={"wire": "type"})
    item_id: str

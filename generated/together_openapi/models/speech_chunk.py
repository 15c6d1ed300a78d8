# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from typing import Literal

from attrs import define, field

from ..model import Model


@define(repr=False)
class SpeechChunk(Model):
    """A piece of a recording.

    Attributes:
        object_: Always audio.tts.chunk.
        model: Model that reads.
        b64: The piece in base64.
    """

    object_: Literal["audio.tts.chunk"] = field(metadata={"wire": "object"})
    model: str
    b64: str

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define, field

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class ContentPart(Model):
    """A piece of a message; its type says which of the other fields is set.

    Attributes:
        type_: Which kind of piece.
        text: The text.
        image_url: The picture.
        video_url: The film.
        audio_url: The recording.
        input_audio: The recording, inside the request.
    """

    type_: m.ContentPartType = field(metadata={"wire": "type"})
    text: str | Unset = UNSET
    image_url: m.MediaLink | Unset = UNSET
    video_url: m.MediaLink | Unset = UNSET
    audio_url: m.MediaLink | Unset = UNSET
    input_audio: m.InlineAudio | Unset = UNSET

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define, field

from .. import models as m
from ..model import Model
from ..types import Unset


@define(repr=False)
class CreateSpeechRequest(Model):
    """A text to read aloud.

    Attributes:
        model: Model to ask.
        input_: The text.
        voice: Voice of the model to use. Those of hexgrad/Kokoro-82M can be mixed, with
            weights or without.
        response_format: Format of the recording; for a stream only raw will do.
        language: Language of the text.
        response_encoding: How raw samples are written; some models write pcm_s16le whatever
            is said here.
        sample_rate: Samples a second; some models give 24000 whatever is said here.
        bit_rate: Bits a second, for mp3; some models take no notice.
        stream: True to get the recording in pieces, as soon as they are made.
    """

    model: m.SpeechModel | str
    input_: str = field(metadata={"wire": "input"})
    voice: str
    response_format: m.SpeechFormat | Unset = m.SpeechFormat.WAV
    language: m.SpeechLanguage | Unset = m.SpeechLanguage.EN
    response_encoding: m.SpeechEncoding | Unset = m.SpeechEncoding.PCM_F32LE
    sample_rate: int | Unset = 44100
    bit_rate: m.SpeechBitRate | Unset = m.SpeechBitRate.VALUE_128000
    stream: bool | Unset = False

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, File, Unset


@define(repr=False)
class TranscriptionRequest(Model):
    """A recording to write down.

    Attributes:
        file: The recording (wav, mp3, m4a, webm or flac), or its public address.
        model: Model to ask.
        language: Language that is spoken, in two letters (ISO 639-1); auto to find out.
        prompt: Text that helps with names and style.
        response_format: How much to send back.
        temperature: Randomness; 0 is steady.
        timestamp_granularities: What to give times for, with verbose_json.
        diarize: True to tell the speakers apart.
        min_speakers: Fewest speakers to expect.
        max_speakers: Most speakers to expect.
    """

    file: File | str
    model: str | Unset = "openai/whisper-large-v3"
    language: str | Unset = "en"
    prompt: str | Unset = UNSET
    response_format: m.AudioResponseFormat | Unset = m.AudioResponseFormat.JSON
    temperature: float | Unset = 0.0
    timestamp_granularities: m.TimestampGranularity | list[m.TimestampGranularity] | Unset = (
        m.TimestampGranularity.SEGMENT
    )
    diarize: bool | Unset = False
    min_speakers: int | Unset = UNSET
    max_speakers: int | Unset = UNSET

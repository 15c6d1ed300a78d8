# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, File, Unset


@define(repr=False)
class TranslationRequest(Model):
    """A recording to write down in another language.

    Attributes:
        file: The recording (wav, mp3, m4a, webm or flac), or its public address.
        model: Model to ask.
        language: Language to translate to, in two letters (ISO 639-1).
        prompt: Text that helps with names and style.
        response_format: How much to send back.
        temperature: Randomness; 0 is steady.
        timestamp_granularities: What to give times for, with verbose_json.
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

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class TranslationResponse(Model):
    """What is said in a recording, translated. All but the text comes with verbose_json only.

    Attributes:
        text: The translation.
        task: What was done.
        language: Language of the translation.
        duration: Length of the recording in seconds.
        segments: The translation in pieces, with times.
        words: The words, with times, if they were asked for.
    """

    text: str
    task: m.AudioTask | Unset = UNSET
    language: str | Unset = UNSET
    duration: float | Unset = UNSET
    segments: list[m.AudioSegment] | Unset = UNSET
    words: list[m.AudioWord] | Unset = UNSET

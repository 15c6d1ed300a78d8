# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class SpeechSessionSettings(Model):
    """What to change about a session that reads aloud.

    Attributes:
        model: Model to go on with.
        voice: Voice to go on with.
    """

    model: m.RealtimeSpeechModel | Unset = UNSET
    voice: str | Unset = UNSET

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model


@define(repr=False)
class ModelVoices(Model):
    """The voices of one model.

    Attributes:
        model: Which model.
        voices: Its voices.
    """

    model: str
    voices: list[m.Voice]

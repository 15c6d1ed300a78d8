# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model


@define(repr=False)
class SpeechStreamEvent(Model):
    """An event of a stream.

    Attributes:
        data: The next piece.
    """

    data: m.SpeechChunk

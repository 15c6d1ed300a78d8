# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model


@define(repr=False)
class CompletionEvent(Model):
    """An event with a piece of a continuation.

    Attributes:
        data: The piece, as JSON.
    """

    data: m.CompletionChunk

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model


@define(repr=False)
class ChatCompletionEvent(Model):
    """An event with a piece of an answer.

    Attributes:
        data: The piece, as JSON.
    """

    data: m.ChatCompletionChunk

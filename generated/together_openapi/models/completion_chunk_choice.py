# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class CompletionChunkChoice(Model):
    """A piece of one continuation.

    Attributes:
        index: Position among the continuations.
        text: The text that was added.
        delta: What was added, in the shape that a conversation has.
    """

    index: int
    text: str | Unset = UNSET
    delta: m.ChatDelta | Unset = UNSET

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class ChatChunkChoice(Model):
    """A piece of one answer.

    Attributes:
        index: Position of the answer among the answers.
        delta: What is new.
        finish_reason: Why the model stopped; null while it has not.
        logprobs: Natural logarithm of the probability of the token.
        seed: Seed that is used.
        top_logprobs: The likeliest tokens.
    """

    index: int
    delta: m.ChatDelta
    finish_reason: m.FinishReason | None
    logprobs: float | Unset | None = UNSET
    seed: int | Unset | None = UNSET
    top_logprobs: m.TopLogprobs | Unset = UNSET

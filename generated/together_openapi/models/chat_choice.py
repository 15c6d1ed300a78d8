# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class ChatChoice(Model):
    """One answer.

    Attributes:
        index: Position among the answers.
        text: The answer as bare text, where the server sends it so.
        message: The answer as a turn of the conversation.
        finish_reason: Why the model stopped.
        seed: Seed that was used.
        logprobs: How likely the tokens were.
        top_logprobs: The likeliest tokens.
    """

    index: int | Unset = UNSET
    text: str | Unset = UNSET
    message: m.ChatAnswer | Unset = UNSET
    finish_reason: m.FinishReason | Unset | None = UNSET
    seed: int | Unset | None = UNSET
    logprobs: m.TokenLogprobs | Unset | None = UNSET
    top_logprobs: m.TopLogprobs | Unset = UNSET

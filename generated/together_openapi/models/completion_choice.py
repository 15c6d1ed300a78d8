# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class CompletionChoice(Model):
    """One continuation.

    Attributes:
        text: The continuation.
        finish_reason: Why the model stopped.
        seed: Seed that was used.
        logprobs: How likely the tokens were.
    """

    text: str | Unset = UNSET
    finish_reason: m.FinishReason | Unset | None = UNSET
    seed: int | Unset | None = UNSET
    logprobs: m.TokenLogprobs | Unset | None = UNSET

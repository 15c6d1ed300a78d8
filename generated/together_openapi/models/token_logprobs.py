# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class TokenLogprobs(Model):
    """Tokens and how likely the model found them; the arrays run in parallel.

    Attributes:
        token_ids: Numbers of the tokens.
        tokens: The tokens.
        token_logprobs: Natural logarithms of the probabilities.
        top_logprobs: The likeliest tokens instead, with their logarithms.
    """

    token_ids: list[float] | Unset = UNSET
    tokens: list[str] | Unset = UNSET
    token_logprobs: list[float | None] | Unset = UNSET
    top_logprobs: m.TopLogprobs | list[m.TopLogprobs] | Unset = UNSET

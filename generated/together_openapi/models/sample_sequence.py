# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class SampleSequence(Model):
    """One answer.

    Attributes:
        tokens: Numbers of the tokens, as numbers or in digits.
        logprobs: Natural logarithms of the probabilities of the tokens.
        stop_reason: Why the answer ended.
    """

    tokens: list[str | int]
    logprobs: list[float] | Unset = UNSET
    stop_reason: str | Unset = UNSET

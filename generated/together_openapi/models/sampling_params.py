# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class SamplingParams(Model):
    """How to choose the tokens of an answer.

    Attributes:
        max_tokens: Most tokens in an answer.
        temperature: Randomness; 0 is steady, 1 is lively.
        top_p: Choose among the likeliest tokens that make up this share of probability.
        top_k: Choose among this many of the likeliest tokens; -1 for all.
        stop: Texts that end an answer.
        seed: Same seed, same answers; as a number or in digits.
    """

    max_tokens: int | Unset = 100
    temperature: float | Unset = 1.0
    top_p: float | Unset = 1.0
    top_k: int | Unset = -1
    stop: list[str] | Unset = UNSET
    seed: str | int | Unset = UNSET

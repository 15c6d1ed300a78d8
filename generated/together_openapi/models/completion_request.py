# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class CompletionRequest(Model):
    """A text to continue.

    Attributes:
        model: Model to ask.
        prompt: The text.
        max_tokens: Most tokens in the answer.
        stop: Texts that end the answer.
        temperature: Randomness; 0 is steady, 1 is lively.
        top_p: Choose among the likeliest tokens that make up this share of probability.
        top_k: Choose among this many of the likeliest tokens.
        min_p: Drop tokens less likely than this share of the likeliest.
        repetition_penalty: Above 1, repetition becomes less likely.
        presence_penalty: From -2 to 2; above 0, new subjects become more likely.
        frequency_penalty: From -2 to 2; above 0, frequent tokens become less likely.
        logit_bias: Makes chosen tokens more or less likely.
        logprobs: Send back the probabilities of this many of the likeliest tokens.
        echo: True to get the text back with the answer.
        n: Number of answers.
        seed: Same seed, same answer, as far as the hardware allows.
        safety_model: Model that screens the text.
        stream: True to get events while the model writes; false or left out to get one
            answer.
    """

    model: str
    prompt: str
    max_tokens: int | Unset = UNSET
    stop: list[str] | Unset = UNSET
    temperature: float | Unset = UNSET
    top_p: float | Unset = UNSET
    top_k: int | Unset = UNSET
    min_p: float | Unset = UNSET
    repetition_penalty: float | Unset = UNSET
    presence_penalty: float | Unset = UNSET
    frequency_penalty: float | Unset = UNSET
    logit_bias: m.LogitBias | Unset = UNSET
    logprobs: int | Unset = UNSET
    echo: bool | Unset = UNSET
    n: int | Unset = UNSET
    seed: int | Unset = UNSET
    safety_model: str | Unset = UNSET
    stream: bool | Unset = UNSET

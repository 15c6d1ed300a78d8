# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class EchoedPrompt(Model):
    """The question, sent back.

    Attributes:
        text: The text of the question.
        logprobs: How likely the model found it.
    """

    text: str | Unset = UNSET
    logprobs: m.TokenLogprobs | Unset = UNSET

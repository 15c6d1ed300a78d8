# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class GrpoLossInputs(Model):
    """What a loss of type GRPO needs besides.

    Attributes:
        advantages: How much better each token was than expected.
        generator_logprobs: How likely the model found the tokens when it wrote them.
        reference_logprobs: How likely the original model finds them; needed where beta is
            above 0.
    """

    advantages: m.LossAdvantages
    generator_logprobs: m.LossLogprobs
    reference_logprobs: m.LossLogprobs | Unset = UNSET

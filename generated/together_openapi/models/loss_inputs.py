# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class LossInputs(Model):
    """What the loss of a sample is computed from.

    Attributes:
        target_tokens: The tokens that should have come.
        loss_mask: Which tokens count.
        grpo_inputs: More, for a loss of type GRPO.
    """

    target_tokens: m.LossTargetTokens
    loss_mask: m.LossMask | Unset = UNSET
    grpo_inputs: m.GrpoLossInputs | Unset = UNSET

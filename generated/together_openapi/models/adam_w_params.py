# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model
from ..types import Unset


@define(repr=False)
class AdamWParams(Model):
    """Settings of the optimizer AdamW.

    Attributes:
        beta1: How slowly the mean of the gradients follows.
        beta2: How slowly the mean of their squares follows.
        eps: Keeps the division from exploding.
        weight_decay: Pull of the weights towards zero.
    """

    beta1: float | Unset = 0.9
    beta2: float | Unset = 0.95
    eps: float | Unset = 1e-08
    weight_decay: float | Unset = 0.1

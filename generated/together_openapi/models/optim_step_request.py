# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class OptimStepRequest(Model):
    """How the optimizer makes its step.

    Attributes:
        learning_rate: How fast to learn.
        adamw_params: Settings of the optimizer.
    """

    learning_rate: float | Unset = 0.0001
    adamw_params: m.AdamWParams | Unset = UNSET

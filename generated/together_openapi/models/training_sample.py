# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model


@define(repr=False)
class TrainingSample(Model):
    """One sample to learn from.

    Attributes:
        model_input: What the model reads.
        loss_inputs: What the loss is computed from.
    """

    model_input: m.ModelInput
    loss_inputs: m.LossInputs

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define, field

from ..model import Model


@define(repr=False)
class ModelPricing(Model):
    """What a model costs.

    Attributes:
        hourly: Price of an hour.
        input_: Price of input tokens.
        output: Price of output tokens.
        base: Base price.
        finetune: Price of fine-tuning.
    """

    hourly: float
    input_: float = field(metadata={"wire": "input"})
    output: float
    base: float
    finetune: float

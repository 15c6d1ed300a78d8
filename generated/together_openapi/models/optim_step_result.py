# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model


@define(repr=False)
class OptimStepResult(Model):
    """Where the training is after a step.

    Attributes:
        step: Steps that were made, as a number or in digits.
    """

    step: str | int

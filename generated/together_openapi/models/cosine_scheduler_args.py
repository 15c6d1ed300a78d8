# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model
from ..types import Unset


@define(repr=False)
class CosineSchedulerArgs(Model):
    """How a cosine schedule runs.

    Attributes:
        min_lr_ratio: Last learning rate, as a share of the highest.
        num_cycles: How many waves, or which part of one.
    """

    min_lr_ratio: float | Unset = 0.0
    num_cycles: float | Unset = 0.5

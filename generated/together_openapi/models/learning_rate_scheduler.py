# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class LearningRateScheduler(Model):
    """How the learning rate changes during training.

    Attributes:
        lr_scheduler_type: Shape of the curve.
        lr_scheduler_args: Settings that belong to the shape.
    """

    lr_scheduler_type: m.LearningRateSchedulerType
    lr_scheduler_args: m.LinearSchedulerArgs | m.CosineSchedulerArgs | Unset = UNSET

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class ForwardBackwardResult(Model):
    """What a computation of gradients found.

    Attributes:
        loss: The loss.
        metrics: More numbers, depending on the kind of loss.
    """

    loss: float
    metrics: m.LossMetrics | Unset = UNSET

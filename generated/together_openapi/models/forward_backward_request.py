# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model


@define(repr=False)
class ForwardBackwardRequest(Model):
    """The samples to learn from, and how.

    Attributes:
        samples: The samples, all in one batch.
        loss: What to minimise.
    """

    samples: list[m.TrainingSample]
    loss: m.LossConfig

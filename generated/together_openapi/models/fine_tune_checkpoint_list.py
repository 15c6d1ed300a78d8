# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model


@define(repr=False)
class FineTuneCheckpointList(Model):
    """The models that a job saved on its way.

    Attributes:
        data: The checkpoints.
    """

    data: list[m.FineTuneCheckpoint]

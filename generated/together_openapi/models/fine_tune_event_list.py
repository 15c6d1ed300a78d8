# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model


@define(repr=False)
class FineTuneEventList(Model):
    """What happened in a fine-tuning job.

    Attributes:
        data: The events.
    """

    data: list[m.FineTuneEvent]

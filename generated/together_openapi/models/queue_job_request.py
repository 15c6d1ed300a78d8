# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class QueueJobRequest(Model):
    """What to do, and for whom.

    Attributes:
        model: Model to hand the job to.
        payload: What the model gets, unchanged; every model has a form of its own.
        priority: The higher, the sooner.
        info: Notes of your own; they come back with the job, and model and server may add
            to them.
    """

    model: str
    payload: m.JsonObject
    priority: int | Unset = 0
    info: m.JsonObject | Unset = UNSET

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class TrainingSessionList(Model):
    """A page of training sessions.

    Attributes:
        data: The sessions.
        meta: Where the page stands among the others.
    """

    data: list[m.TrainingSession] | Unset = UNSET
    meta: m.TrainingSessionPage | Unset = UNSET

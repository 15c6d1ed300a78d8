# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define, field

from .. import models as m
from ..model import Model


@define(repr=False)
class ReplicaEvents(Model):
    """What happened to each replica, by its name or id."""

    additional_properties: dict[str, m.ReplicaEvent] = field(init=False, factory=dict)

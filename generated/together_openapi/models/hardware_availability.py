# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model


@define(repr=False)
class HardwareAvailability(Model):
    """Whether hardware is free.

    Attributes:
        status: Whether it is.
    """

    status: m.HardwareAvailabilityStatus

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

import datetime
from typing import Literal

from attrs import define, field

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class Hardware(Model):
    """Something that an endpoint can run on.

    Attributes:
        object_: Always hardware.
        id: Identifies the hardware.
        pricing: What it costs.
        specs: What it is made of.
        updated_at: When this was last looked up.
        availability: Whether it is free; only if a model was asked for.
    """

    object_: Literal["hardware"] = field(metadata={"wire": "object"})
    id: str
    pricing: m.EndpointPricing
    specs: m.HardwareSpecs
    updated_at: datetime.datetime
    availability: m.HardwareAvailability | Unset = UNSET

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from typing import Literal

from attrs import define, field

from .. import models as m
from ..model import Model


@define(repr=False)
class HardwareList(Model):
    """What endpoints can run on.

    Attributes:
        object_: Always list.
        data: The hardware.
    """

    object_: Literal["list"] = field(metadata={"wire": "object"})
    data: list[m.Hardware]

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from typing import Literal

from attrs import define, field

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class VolumeList(Model):
    """All volumes of the project.

    Attributes:
        object_: Always list.
        data: The volumes.
    """

    object_: Literal["list"] | Unset = field(default=UNSET, metadata={"wire": "object"})
    data: list[m.Volume] | Unset = UNSET

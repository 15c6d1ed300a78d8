# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define, field

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class UpdateVolumeRequest(Model):
    """What to change about a volume.

    Attributes:
        name: New name, unlike any other in the project.
        type_: What containers can do with it from now on.
        content: What to fill the next version with.
    """

    name: str | Unset = UNSET
    type_: m.VolumeType | Unset = field(default=UNSET, metadata={"wire": "type"})
    content: m.VolumeSource | Unset = UNSET

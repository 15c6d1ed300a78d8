# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define, field

from .. import models as m
from ..model import Model


@define(repr=False)
class CreateVolumeRequest(Model):
    """A volume to make.

    Attributes:
        name: Name, unlike any other in the project.
        type_: What containers can do with it.
        content: What to fill it with.
    """

    name: str
    type_: m.VolumeType = field(metadata={"wire": "type"})
    content: m.VolumeSource

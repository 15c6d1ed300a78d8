# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define, field

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class VolumeSource(Model):
    """What to fill a volume with.

    Attributes:
        type_: Where the content comes from.
        source_prefix: Beginning of the names of the files to take.
    """

    type_: m.VolumeContentType | Unset = field(default=UNSET, metadata={"wire": "type"})
    source_prefix: str | Unset = UNSET

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define, field

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class VolumeContent(Model):
    """What a volume is filled with.

    Attributes:
        type_: Where the content comes from.
        source_prefix: Beginning of the names of the files that are taken.
        files: The files, for the type files.
    """

    type_: m.VolumeContentType | Unset = field(default=UNSET, metadata={"wire": "type"})
    source_prefix: str | Unset = UNSET
    files: list[m.VolumeFile] | Unset = UNSET

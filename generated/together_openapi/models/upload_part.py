# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define, field

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class UploadPart(Model):
    """Where one part goes.

    Attributes:
        part_number: Position of the part, counted from 1.
        url: Presigned address for one PUT of the part.
        headers: Headers that the PUT must carry.
    """

    part_number: int = field(metadata={"wire": "PartNumber"})
    url: str = field(metadata={"wire": "URL"})
    headers: m.UploadPartHeaders | Unset = field(default=UNSET, metadata={"wire": "Headers"})

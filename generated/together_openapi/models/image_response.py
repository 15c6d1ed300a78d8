# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from typing import Literal

from attrs import define, field

from .. import models as m
from ..model import Model


@define(repr=False)
class ImageResponse(Model):
    """The pictures.

    Attributes:
        id: Identifies the request.
        model: Model that painted.
        object_: Always list.
        data: One entry for each picture.
    """

    id: str
    model: str
    object_: Literal["list"] = field(metadata={"wire": "object"})
    data: list[m.ImageBase64 | m.ImageUrl]

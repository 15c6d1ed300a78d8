# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from attrs import define, field

from .. import models as m
from ..model import Model


@define(repr=False)
class ImagePart(Model):
    """A picture.

    Attributes:
        type_: Always image_url.
        image_url: Where the picture is.
    """

    TAGS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "type": ("image_url",),
    }

    type_: Literal["image_url"] = field(metadata={"wire": "type"})
    image_url: m.MediaLink

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from attrs import define, field

from ..model import Model


@define(repr=False)
class ImageUrl(Model):
    """A picture behind an address.

    Attributes:
        index: Position among the pictures.
        url: Address of the picture.
        type_: Always url.
    """

    TAGS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "type": ("url",),
    }

    index: int
    url: str
    type_: Literal["url"] = field(metadata={"wire": "type"})

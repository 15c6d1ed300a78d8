# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from attrs import define, field

from ..model import Model


@define(repr=False)
class ImageBase64(Model):
    """A picture inside the answer.

    Attributes:
        index: Position among the pictures.
        b64_json: The picture, in base64.
        type_: Always b64_json.
    """

    TAGS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "type": ("b64_json",),
    }

    index: int
    b64_json: str
    type_: Literal["b64_json"] = field(metadata={"wire": "type"})

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from attrs import define, field

from ..model import Model


@define(repr=False)
class JsonObjectFormat(Model):
    """An answer in JSON, for models that cannot keep to a schema; a message must ask for it too.

    Attributes:
        type_: Always json_object.
    """

    TAGS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "type": ("json_object",),
    }

    type_: Literal["json_object"] = field(metadata={"wire": "type"})

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from attrs import define, field

from .. import models as m
from ..model import Model


@define(repr=False)
class JsonSchemaFormat(Model):
    """An answer in JSON that keeps to a schema.

    Attributes:
        type_: Always json_schema.
        json_schema: The schema.
    """

    TAGS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "type": ("json_schema",),
    }

    type_: Literal["json_schema"] = field(metadata={"wire": "type"})
    json_schema: m.NamedJsonSchema

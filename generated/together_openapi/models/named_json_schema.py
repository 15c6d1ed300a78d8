# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class NamedJsonSchema(Model):
    """A JSON Schema with a name.

    Attributes:
        name: Name of the schema, of letters, digits, underscores and dashes.
        description: What the answer is for, told to the model.
        schema: The schema.
        strict: Whether the answer must match to the letter.
    """

    name: str
    description: str | Unset = UNSET
    schema: m.JsonObject | Unset = UNSET
    strict: bool | Unset | None = False

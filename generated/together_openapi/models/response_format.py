# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define, field

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class ResponseFormat(Model):
    """Shape that the answer must have.

    Attributes:
        type_: Which kind of shape.
        json_schema: The schema, for the kind json_schema.
    """

    type_: m.ResponseFormatType = field(metadata={"wire": "type"})
    json_schema: m.NamedJsonSchema | Unset = UNSET

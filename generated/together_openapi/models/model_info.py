# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from typing import Literal

from attrs import define, field

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class ModelInfo(Model):
    """A model.

    Attributes:
        id: Name to ask for the model by.
        object_: Always model.
        created: When the model was added, in seconds since 1970.
        type_: What the model does.
        display_name: Name for people.
        organization: Who made the model.
        link: Where to read about the model.
        license_: Licence of the model.
        context_length: Most tokens that question and answer can have together.
        pricing: What the model costs.
    """

    id: str
    object_: Literal["model"] = field(metadata={"wire": "object"})
    created: int
    type_: m.ModelKind = field(metadata={"wire": "type"})
    display_name: str | Unset = UNSET
    organization: str | Unset = UNSET
    link: str | Unset = UNSET
    license_: str | Unset = field(default=UNSET, metadata={"wire": "license"})
    context_length: int | Unset = UNSET
    pricing: m.ModelPricing | Unset = UNSET

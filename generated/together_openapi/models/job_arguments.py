# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define, field

from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class JobArguments(Model):
    """What a job was started with.

    Attributes:
        description: What the model is.
        model_name: Name of the model.
        model_source: Where the model came from.
    """

    description: str | Unset = UNSET
    model_name: str | Unset = field(default=UNSET, metadata={"wire": "modelName"})
    model_source: str | Unset = field(default=UNSET, metadata={"wire": "modelSource"})

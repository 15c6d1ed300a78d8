# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class ToolFunction(Model):
    """What the model is told about a function.

    Attributes:
        name: Name of the function.
        description: What it does, for the model to judge by.
        parameters: JSON Schema of its arguments.
    """

    name: str
    description: str | Unset = UNSET
    parameters: m.JsonObject | Unset = UNSET

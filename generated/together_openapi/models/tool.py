# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define, field

from .. import models as m
from ..model import Model


@define(repr=False)
class Tool(Model):
    """A function that the model may ask for.

    Attributes:
        type_: Always function, so far.
        function: The function.
    """

    type_: str = field(metadata={"wire": "type"})
    function: m.ToolFunction

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model


@define(repr=False)
class ToolCallFunction(Model):
    """A function and its arguments.

    Attributes:
        name: Name of the function.
        arguments: The arguments as JSON text, which the model may have got wrong.
    """

    name: str
    arguments: str

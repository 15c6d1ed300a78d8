# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model


@define(repr=False)
class Voice(Model):
    """A voice.

    Attributes:
        id: Identifies the voice.
        name: Name to ask for the voice by.
    """

    id: str
    name: str

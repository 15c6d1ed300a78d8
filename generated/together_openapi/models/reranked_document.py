# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class RerankedDocument(Model):
    """A document, sent back.

    Attributes:
        text: The document; an object as its JSON text.
    """

    text: str | Unset | None = UNSET

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model


@define(repr=False)
class EncodedText(Model):
    """Text as tokens.

    Attributes:
        tokens: Numbers of the tokens, as numbers or in digits.
    """

    tokens: list[str | int]

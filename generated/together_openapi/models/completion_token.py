# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model


@define(repr=False)
class CompletionToken(Model):
    """One token.

    Attributes:
        id: Number of the token.
        text: The token as text.
        logprob: Natural logarithm of its probability.
        special: Whether it is a mark for the model and no part of the text.
    """

    id: int
    text: str
    logprob: float
    special: bool

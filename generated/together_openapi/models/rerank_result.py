# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model


@define(repr=False)
class RerankResult(Model):
    """A document, and how well it answers.

    Attributes:
        index: Where it stood in the request, counted from 0.
        relevance_score: How well it answers; the more, the better.
        document: The document, if it was asked for.
    """

    index: int
    relevance_score: float
    document: m.RerankedDocument

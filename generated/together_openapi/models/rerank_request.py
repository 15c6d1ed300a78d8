# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class RerankRequest(Model):
    """A question, and documents that may answer it.

    Attributes:
        model: Model to ask.
        query: The question.
        documents: The documents: all texts, or all objects.
        top_n: How many of the best to send back.
        return_documents: True to get the documents back too.
        rank_fields: Fields of the objects to look at; all if left out.
    """

    model: str
    query: str
    documents: list[m.JsonObject | str]
    top_n: int | Unset = UNSET
    return_documents: bool | Unset = UNSET
    rank_fields: list[str] | Unset = UNSET

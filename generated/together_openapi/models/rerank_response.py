# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from typing import Literal

from attrs import define, field

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class RerankResponse(Model):
    """Documents, best first.

    Attributes:
        object_: Always rerank.
        model: Model that answered.
        results: The documents, best first.
        id: Identifies the request.
        usage: Tokens that it took.
    """

    object_: Literal["rerank"] = field(metadata={"wire": "object"})
    model: str
    results: list[m.RerankResult]
    id: str | Unset = UNSET
    usage: m.Usage | Unset | None = UNSET

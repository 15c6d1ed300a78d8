# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class TrainingSessionPage(Model):
    """Where a page stands among the others.

    Attributes:
        limit: Most sessions in a page.
        has_more: Whether there is another page.
        next_cursor: What to ask for as after to get the next page; empty on the last.
    """

    limit: int | Unset = UNSET
    has_more: bool | Unset = UNSET
    next_cursor: str | Unset = UNSET

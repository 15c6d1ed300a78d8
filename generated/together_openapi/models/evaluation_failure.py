# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class EvaluationFailure(Model):
    """Why there are no results.

    Attributes:
        error: The reason, for people.
    """

    error: str | Unset = UNSET

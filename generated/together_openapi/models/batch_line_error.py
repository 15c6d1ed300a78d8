# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class BatchLineError(Model):
    """Why one line failed.

    Attributes:
        message: What went wrong, for people.
        code: Short name or HTTP status of the error.
    """

    message: str
    code: str | int | Unset | None = UNSET

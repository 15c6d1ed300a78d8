# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define, field

from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class ErrorDetail(Model):
    """One error, for people and for programs.

    Attributes:
        message: What went wrong, for people.
        type_: The class of error.
        param: The parameter at fault, if it was one.
        code: A short name for the error, for programs.
    """

    message: str
    type_: str = field(metadata={"wire": "type"})
    param: str | Unset | None = UNSET
    code: str | Unset | None = UNSET

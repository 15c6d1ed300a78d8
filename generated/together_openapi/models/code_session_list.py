# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class CodeSessionList(Model):
    """All sessions of the account, or why they cannot be listed.

    Attributes:
        data: The sessions.
        errors: Why there are none.
    """

    data: m.CodeSessions | Unset = UNSET
    errors: list[str | m.JsonObject] | Unset = UNSET

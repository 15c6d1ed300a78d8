# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model


@define(repr=False)
class FailedExecution(Model):
    """The code could not be run.

    Attributes:
        data: Always null.
        errors: Why not.
    """

    data: None
    errors: list[str | m.JsonObject]

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model


@define(repr=False)
class SuccessfulExecution(Model):
    """The code was run, though it may have raised an exception.

    Attributes:
        data: What it gave out.
        errors: Always null.
    """

    data: m.CodeResult
    errors: None

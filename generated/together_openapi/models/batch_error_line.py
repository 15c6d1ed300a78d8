# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model


@define(repr=False)
class BatchErrorLine(Model):
    """One line of an error file.

    Attributes:
        custom_id: Name of the input line.
        error: Why the line failed.
    """

    custom_id: str
    error: m.BatchLineError

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model


@define(repr=False)
class ErrorResponse(Model):
    """What went wrong.

    Attributes:
        error: The details; batch endpoints are documented to send the bare message instead.
    """

    error: m.ErrorDetail | str

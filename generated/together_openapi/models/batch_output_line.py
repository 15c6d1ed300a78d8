# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class BatchOutputLine(Model):
    """One line of an output file. The lines come in no promised order.

    Attributes:
        custom_id: Name of the input line.
        response: What the endpoint answered.
        id: Id that the server gave to this request.
    """

    custom_id: str
    response: m.BatchLineResponse
    id: str | Unset = UNSET

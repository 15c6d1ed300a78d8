# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model


@define(repr=False)
class BatchLineResponse(Model):
    """The answer to one line.

    Attributes:
        status_code: HTTP status of the answer.
        body: Body of the answer, as the endpoint sends it.
    """

    status_code: int
    body: m.JsonObject

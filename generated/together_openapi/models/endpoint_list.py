# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from typing import Literal

from attrs import define, field

from .. import models as m
from ..model import Model


@define(repr=False)
class EndpointList(Model):
    """The endpoints that were asked for.

    Attributes:
        object_: Always list.
        data: The endpoints.
    """

    object_: Literal["list"] = field(metadata={"wire": "object"})
    data: list[m.EndpointSummary]

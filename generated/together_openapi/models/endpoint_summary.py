# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

import datetime
from typing import Literal

from attrs import define, field

from .. import models as m
from ..model import Model


@define(repr=False)
class EndpointSummary(Model):
    """An endpoint, in short form.

    Attributes:
        object_: Always endpoint.
        id: Identifies the endpoint.
        name: Name to ask for the endpoint by, in place of a model.
        model: Model that runs there.
        type_: Whether it has hardware of its own.
        owner: Whose endpoint it is.
        state: State of the endpoint.
        created_at: When it was made.
    """

    object_: Literal["endpoint"] = field(metadata={"wire": "object"})
    id: str
    name: str
    model: str
    type_: m.EndpointType = field(metadata={"wire": "type"})
    owner: str
    state: m.EndpointState
    created_at: datetime.datetime

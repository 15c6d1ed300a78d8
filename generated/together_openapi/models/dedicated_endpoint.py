# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

import datetime
from typing import Literal

from attrs import define, field

from .. import models as m
from ..model import Model


@define(repr=False)
class DedicatedEndpoint(Model):
    """An endpoint with hardware of its own.

    Attributes:
        object_: Always endpoint.
        id: Identifies the endpoint.
        name: Name to ask for the endpoint by, in place of a model.
        display_name: Name for people.
        model: Model that runs there.
        hardware: Id of the hardware that it runs on.
        type_: Always dedicated.
        owner: Whose endpoint it is.
        state: State of the endpoint.
        autoscaling: How many copies of the model run.
        created_at: When it was made.
    """

    object_: Literal["endpoint"] = field(metadata={"wire": "object"})
    id: str
    name: str
    display_name: str
    model: str
    hardware: str
    type_: Literal["dedicated"] = field(metadata={"wire": "type"})
    owner: str
    state: m.EndpointState
    autoscaling: m.EndpointAutoscaling
    created_at: datetime.datetime

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class UpdateEndpointRequest(Model):
    """What to change about an endpoint.

    Attributes:
        display_name: Name for people.
        state: State that it should be in.
        autoscaling: How many copies of the model to run.
        inactive_timeout: Minutes without a request after which it stops; never for 0.
    """

    display_name: str | Unset = UNSET
    state: m.EndpointTargetState | Unset = UNSET
    autoscaling: m.EndpointAutoscaling | Unset = UNSET
    inactive_timeout: int | Unset | None = UNSET

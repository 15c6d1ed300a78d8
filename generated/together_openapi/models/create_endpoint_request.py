# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class CreateEndpointRequest(Model):
    """What to run, on what, and how often.

    Attributes:
        model: Model to run.
        hardware: Id of the hardware to run it on; list_hardware knows them.
        autoscaling: How many copies of the model to run.
        display_name: Name for people.
        disable_prompt_cache: Has no effect any more.
        disable_speculative_decoding: True to do without a small model that guesses ahead.
        state: State that it should be in.
        inactive_timeout: Minutes without a request after which it stops; never for null and
            0.
        availability_zone: Where to run it; list_availability_zones knows the names.
    """

    model: str
    hardware: str
    autoscaling: m.EndpointAutoscaling
    display_name: str | Unset = UNSET
    disable_prompt_cache: bool | Unset = UNSET
    disable_speculative_decoding: bool | Unset = False
    state: m.EndpointTargetState | Unset = m.EndpointTargetState.STARTED
    inactive_timeout: int | Unset | None = UNSET
    availability_zone: str | Unset = UNSET

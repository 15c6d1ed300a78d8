# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model


@define(repr=False)
class FineTuneProgress(Model):
    """How long a job will take.

    Attributes:
        estimate_available: Whether there is an estimate.
        seconds_remaining: Seconds until the job is expected to change state.
    """

    estimate_available: bool
    seconds_remaining: int

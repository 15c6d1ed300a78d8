# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

import datetime

from attrs import define

from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class FineTuneMetricsFilter(Model):
    """Which metrics to send back; all without it.

    Attributes:
        global_step_from: First step that is wanted.
        global_step_to: Last step that is wanted.
        logged_at_from: Earliest time that is wanted.
        logged_at_to: Latest time that is wanted.
    """

    global_step_from: int | Unset = UNSET
    global_step_to: int | Unset = UNSET
    logged_at_from: datetime.datetime | Unset = UNSET
    logged_at_to: datetime.datetime | Unset = UNSET

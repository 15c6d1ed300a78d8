# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class HTTPAutoscaling(Model):
    """Scale by how many requests come in, or by how long they take.

    Attributes:
        metric: What to measure.
        target: Threshold; if left out 100 for HTTPTotalRequests, and 500 (in milliseconds)
            for HTTPAvgRequestDuration.
        time_interval_minutes: Minutes to measure over; 10 if left out.
    """

    TAGS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "metric": (
            "HTTPTotalRequests",
            "HTTPAvgRequestDuration",
        ),
    }

    metric: m.HTTPMetric
    target: float | Unset = UNSET
    time_interval_minutes: int | Unset = UNSET

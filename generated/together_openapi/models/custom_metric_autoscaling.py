# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from attrs import define

from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class CustomMetricAutoscaling(Model):
    """Scale by a number that the container itself reports to Prometheus.

    Attributes:
        metric: Always CustomMetric.
        custom_metric_name: Name of the metric, of letters, digits, underscores and colons,
            not beginning with a digit.
        target: Threshold; 500 if left out.
    """

    TAGS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "metric": ("CustomMetric",),
    }

    metric: Literal["CustomMetric"]
    custom_metric_name: str
    target: float | Unset = UNSET

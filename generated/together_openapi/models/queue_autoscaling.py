# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from attrs import define

from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class QueueAutoscaling(Model):
    """Scale by how many jobs wait for each worker.

    Attributes:
        metric: Always QueueBacklogPerWorker.
        model: Model whose queue to look at; the name of the deployment if left out.
        target: Threshold; 1.01 if left out.
    """

    TAGS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "metric": ("QueueBacklogPerWorker",),
    }

    metric: Literal["QueueBacklogPerWorker"]
    model: str | Unset = UNSET
    target: float | Unset = UNSET

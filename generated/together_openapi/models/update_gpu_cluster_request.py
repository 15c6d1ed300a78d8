# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

import datetime

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class UpdateGPUClusterRequest(Model):
    """What to change about a cluster.

    Attributes:
        cluster_type: What to run on it.
        num_gpus: How many GPUs; 8, or a multiple of it.
        reservation_end_time: When its time is to end; for clusters that are paid in
            advance.
    """

    cluster_type: m.ClusterType | Unset = UNSET
    num_gpus: int | Unset = UNSET
    reservation_end_time: datetime.datetime | Unset = UNSET

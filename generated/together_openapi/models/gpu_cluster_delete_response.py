# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model


@define(repr=False)
class GPUClusterDeleteResponse(Model):
    """Which cluster is being deleted.

    Attributes:
        cluster_id: Identifies the cluster.
    """

    cluster_id: str

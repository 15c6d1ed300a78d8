# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model


@define(repr=False)
class ClusterVolume(Model):
    """A shared volume, as a cluster has it.

    Attributes:
        volume_id: Identifies the shared volume.
        volume_name: Its name.
        size_tib: Its size in TiB.
        status: Its state.
    """

    volume_id: str
    volume_name: str
    size_tib: int
    status: str

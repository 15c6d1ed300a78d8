# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model


@define(repr=False)
class SharedVolume(Model):
    """Storage that the nodes of a cluster share.

    Attributes:
        volume_id: Identifies the shared volume.
        volume_name: Name that it was given.
        size_tib: Size in TiB.
        status: Its state.
    """

    volume_id: str
    volume_name: str
    size_tib: int
    status: m.SharedVolumeStatus

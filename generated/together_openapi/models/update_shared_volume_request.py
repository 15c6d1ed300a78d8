# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class UpdateSharedVolumeRequest(Model):
    """A new size for a shared volume.

    Attributes:
        volume_id: Which volume.
        size_tib: Size in whole TiB.
    """

    volume_id: str | Unset = UNSET
    size_tib: int | Unset = UNSET

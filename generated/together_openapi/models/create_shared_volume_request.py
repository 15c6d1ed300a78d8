# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model


@define(repr=False)
class CreateSharedVolumeRequest(Model):
    """A shared volume to make.

    Attributes:
        volume_name: Name for the volume.
        size_tib: Size in whole TiB.
        region: Where it should be; list_regions has the names.
    """

    volume_name: str
    size_tib: int
    region: str

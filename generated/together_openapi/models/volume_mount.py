# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class VolumeMount(Model):
    """A volume, and where a container finds it.

    Attributes:
        mount_path: Folder in the container.
        name: Id or name of a volume that exists.
        version: Version of the volume; if left out the latest for a new deployment, and for
            an old one the one that it mounts already.
    """

    mount_path: str
    name: str
    version: int | Unset = UNSET

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define, field

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class Volume(Model):
    """Files that deployments can mount.

    Attributes:
        id: Identifies the volume.
        object_: Always volume.
        name: Name, which also identifies it.
        type_: What containers can do with it.
        content: What it is filled with.
        current_version: Number of the latest version.
        version_history: Earlier versions.
        mounted_by: Ids of the deployments that mount the latest version.
        created_at: When it was made, in ISO 8601.
        updated_at: When it was changed last, in ISO 8601.
    """

    id: str | Unset = UNSET
    object_: str | Unset = field(default=UNSET, metadata={"wire": "object"})
    name: str | Unset = UNSET
    type_: m.VolumeType | Unset = field(default=UNSET, metadata={"wire": "type"})
    content: m.VolumeContent | Unset = UNSET
    current_version: int | Unset = UNSET
    version_history: m.VolumeHistory | Unset = UNSET
    mounted_by: list[str] | Unset = UNSET
    created_at: str | Unset = UNSET
    updated_at: str | Unset = UNSET

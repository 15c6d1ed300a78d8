# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class VolumeVersion(Model):
    """A volume as it was.

    Attributes:
        version: Number of the version.
        content: What it was filled with.
        mounted_by: Ids of the deployments that mount this version.
    """

    version: int | Unset = UNSET
    content: m.VolumeSource | Unset = UNSET
    mounted_by: list[str] | Unset = UNSET

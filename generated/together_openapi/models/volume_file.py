# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class VolumeFile(Model):
    """A file in a volume.

    Attributes:
        name: Name of the file, with its ending.
        size: Size in bytes.
        last_modified: When it was changed last.
    """

    name: str | Unset = UNSET
    size: int | Unset = UNSET
    last_modified: str | Unset = UNSET

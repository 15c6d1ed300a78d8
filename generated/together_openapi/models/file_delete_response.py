# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from typing import Literal

from attrs import define, field

from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class FileDeleteResponse(Model):
    """What became of a request to delete a file.

    Attributes:
        id: Identifies the file.
        object_: Always file, where it is present.
        deleted: Whether the file is gone.
    """

    id: str | Unset = UNSET
    object_: Literal["file"] | Unset = field(default=UNSET, metadata={"wire": "object"})
    deleted: bool | Unset = UNSET

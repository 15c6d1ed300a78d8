# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model


@define(repr=False)
class CheckpointFile(Model):
    """One file of a checkpoint.

    Attributes:
        filename: Its name.
        url: Presigned address of its content.
        size: Its size in bytes, as a number or in digits.
    """

    filename: str
    url: str
    size: str | int

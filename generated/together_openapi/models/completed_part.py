# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model


@define(repr=False)
class CompletedPart(Model):
    """One part that was sent.

    Attributes:
        part_number: Position of the part, counted from 1.
        etag: ETag that the PUT of the part answered with.
    """

    part_number: int
    etag: str

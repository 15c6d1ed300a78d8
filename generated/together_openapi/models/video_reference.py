# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model


@define(repr=False)
class VideoReference(Model):
    """A film to work from.

    Attributes:
        video: Address of the film.
    """

    video: str

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model


@define(repr=False)
class VideoOutput(Model):
    """A film that is done.

    Attributes:
        cost: What it cost.
        video_url: Address of the film.
    """

    cost: int
    video_url: str

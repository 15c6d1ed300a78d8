# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model


@define(repr=False)
class ImageLora(Model):
    """An adapter that changes how pictures look.

    Attributes:
        path: Address of the adapter.
        scale: How strongly it works; most are made for 1.
    """

    path: str
    scale: float

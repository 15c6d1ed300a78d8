# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model


@define(repr=False)
class MediaLink(Model):
    """Where a picture, film or recording is.

    Attributes:
        url: Its address, or the data itself as a data URL.
    """

    url: str

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model


@define(repr=False)
class SharedVolumeDeleteResponse(Model):
    """Whether a shared volume was deleted.

    Attributes:
        success: True if it is gone.
    """

    success: bool

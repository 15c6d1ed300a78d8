# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model


@define(repr=False)
class FineTuneCheckpoint(Model):
    """A model that was saved during training.

    Attributes:
        step: Step after which it was saved.
        created_at: When it was saved.
        path: Where it is stored.
        checkpoint_type: Which form it has.
    """

    step: int
    created_at: str
    path: str
    checkpoint_type: str

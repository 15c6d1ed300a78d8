# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model


@define(repr=False)
class TrainingCheckpointResult(Model):
    """The state that was saved.

    Attributes:
        checkpoint_id: Identifies the checkpoint; start another session with it.
    """

    checkpoint_id: str

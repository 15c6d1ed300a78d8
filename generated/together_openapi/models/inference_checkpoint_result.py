# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model


@define(repr=False)
class InferenceCheckpointResult(Model):
    """The model that was saved.

    Attributes:
        model_name: Name to ask for the model by.
    """

    model_name: str

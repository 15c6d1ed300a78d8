# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

import datetime

from attrs import define

from ..model import Model


@define(repr=False)
class CheckpointRegistration(Model):
    """The name of a saved model.

    Attributes:
        model_name: Name to ask for the model by.
        registered_at: When the name was given.
    """

    model_name: str
    registered_at: datetime.datetime

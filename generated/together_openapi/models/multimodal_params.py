# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class MultimodalParams(Model):
    """Settings for models that see.

    Attributes:
        train_vision: True to train the part that sees as well.
    """

    train_vision: bool | Unset = UNSET

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model
from ..types import Unset


@define(repr=False)
class LoraConfig(Model):
    """The adapter that a session trains.

    Attributes:
        rank: Rank of the adapter.
        alpha: Weight of the adapter.
        dropout: Share of the adapter to leave out at random in each step.
    """

    rank: int | Unset = 8
    alpha: int | Unset = 16
    dropout: float | Unset = 0.05

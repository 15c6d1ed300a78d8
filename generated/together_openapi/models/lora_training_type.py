# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from attrs import define, field

from ..model import Model
from ..types import Unset


@define(repr=False)
class LoraTrainingType(Model):
    """A small adapter is trained, and the weights are left alone.

    Attributes:
        type_: Always Lora.
        lora_r: Rank of the adapter.
        lora_alpha: Weight of the adapter.
        lora_dropout: Share of the adapter to leave out at random in each step.
        lora_trainable_modules: Layers that get an adapter, separated by commas.
    """

    TAGS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "type": ("Lora",),
    }

    type_: Literal["Lora"] = field(metadata={"wire": "type"})
    lora_r: int
    lora_alpha: int
    lora_dropout: float | Unset = 0.0
    lora_trainable_modules: str | Unset = "all-linear"

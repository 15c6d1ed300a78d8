# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class FineTuneModelLimits(Model):
    """What a model allows in training.

    Attributes:
        model_name: Which model.
        max_num_epochs: Most epochs.
        max_num_evals: Most tests.
        max_learning_rate: Highest learning rate.
        min_learning_rate: Lowest learning rate.
        supports_vision: Whether the examples may hold pictures.
        supports_tools: Whether the examples may call functions.
        supports_reasoning: Whether the examples may hold thoughts.
        merge_output_lora: Whether the adapter is merged into the model at the end.
        full_training: For all weights; left out where it can not be done.
        lora_training: For an adapter; left out where it can not be done.
    """

    model_name: str
    max_num_epochs: int
    max_num_evals: int
    max_learning_rate: float
    min_learning_rate: float
    supports_vision: bool
    supports_tools: bool
    supports_reasoning: bool
    merge_output_lora: bool
    full_training: m.FullTrainingLimits | Unset = UNSET
    lora_training: m.LoraTrainingLimits | Unset = UNSET

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from typing import Literal

from attrs import define, field

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class FineTuneEvent(Model):
    """Something that happened in a fine-tuning job.

    Attributes:
        object_: Always fine-tune-event.
        created_at: When it happened.
        message: What happened, for people.
        type_: What happened, for programs.
        param_count: Size of the model in parameters.
        token_count: Tokens in the data.
        total_steps: Steps that the training has.
        wandb_url: Where to follow the training.
        step: Step that the training is at.
        checkpoint_path: Where the checkpoint is.
        model_path: Where the model is.
        training_offset: How far into the data the training is.
        hash_: Hash of the event.
        level: How serious it is.
    """

    object_: Literal["fine-tune-event"] = field(metadata={"wire": "object"})
    created_at: str
    message: str
    type_: m.FineTuneEventType = field(metadata={"wire": "type"})
    param_count: int
    token_count: int
    total_steps: int
    wandb_url: str
    step: int
    checkpoint_path: str
    model_path: str
    training_offset: int
    hash_: str = field(metadata={"wire": "hash"})
    level: m.FineTuneEventLevel | Unset | None = UNSET

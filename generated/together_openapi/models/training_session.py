# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

import datetime

from attrs import define, field

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class TrainingSession(Model):
    """A training session, as it is now.

    Attributes:
        id: Identifies the session.
        status: State of the session.
        base_model: Model that the session started from.
        inference_checkpoints: Models that were saved to be used.
        training_checkpoints: States that were saved to go on from.
        step: Steps that were made, as a number or in digits.
        created_at: When the session was started.
        updated_at: When the session last changed.
        lora_config: The adapter that is trained.
        type_: What the session has machines for.
        resume_from_checkpoint_id: Training checkpoint that the session went on from.
    """

    id: str
    status: m.TrainingSessionStatus
    base_model: str
    inference_checkpoints: list[m.InferenceCheckpoint]
    training_checkpoints: list[m.TrainingCheckpoint]
    created_at: datetime.datetime
    updated_at: datetime.datetime
    lora_config: m.LoraConfig
    type_: m.TrainingSessionType = field(metadata={"wire": "type"})
    step: str | int | Unset = "0"
    resume_from_checkpoint_id: str | Unset = UNSET

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define, field

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class StartTrainingSessionRequest(Model):
    """The session to start.

    Attributes:
        base_model: Model to start from.
        resume_from_checkpoint_id: Training checkpoint to go on from.
        type_: What the session needs machines for.
        lora_config: The adapter to train.
    """

    base_model: str
    resume_from_checkpoint_id: str | Unset = UNSET
    type_: m.TrainingSessionType | Unset = field(
        default=m.TrainingSessionType.SESSION_TYPE_TRAINER_AND_GENERATOR, metadata={"wire": "type"}
    )
    lora_config: m.LoraConfig | Unset = UNSET

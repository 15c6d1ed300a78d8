# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

import datetime

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class FineTuneSummary(Model):
    """A fine-tuning job, in short form.

    Attributes:
        id: Identifies the job.
        status: State of the job.
        created_at: When the job was accepted.
        updated_at: When the job last changed.
        started_at: When the present stage began.
        user_id: Who started the job.
        owner_address: E-mail address of the owner.
        total_price: What the job costs.
        token_count: Tokens that were used.
        events: What happened so far.
        training_file: Id of the file with the examples.
        validation_file: Id of the file with the examples to test on.
        packing: Whether short examples share a sequence.
        max_seq_length: Most tokens in a sequence.
        model: Model that the job started from.
        model_output_name: Name of the new model.
        suffix: End of the name of the new model.
        n_epochs: How often to go through the examples.
        n_evals: How often to test.
        n_checkpoints: How many models to save on the way.
        batch_size: Examples in one step.
        training_type: What is trained.
        training_method: How the model learns.
        learning_rate: How fast the model learns.
        lr_scheduler: How the learning rate changes.
        warmup_ratio: Share of the steps during which the learning rate rises.
        max_grad_norm: Cap on the norm of the gradient.
        weight_decay: Pull of the weights towards zero.
        random_seed: Seed of the training; null where none was recorded.
        wandb_project_name: Project in Weights & Biases.
        wandb_name: Name of the run in Weights & Biases.
        from_checkpoint: Checkpoint that the job went on from.
        from_hf_model: Hugging Face repository that the job started from.
        hf_model_revision: Branch or commit of that repository.
        progress: How long the job will take.
    """

    id: str
    status: m.FineTuneStatus
    created_at: datetime.datetime
    updated_at: datetime.datetime
    started_at: datetime.datetime | Unset = UNSET
    user_id: str | Unset = UNSET
    owner_address: str | Unset = UNSET
    total_price: int | Unset = UNSET
    token_count: int | Unset = UNSET
    events: list[m.FineTuneEvent] | Unset = UNSET
    training_file: str | Unset = UNSET
    validation_file: str | Unset = UNSET
    packing: bool | Unset = UNSET
    max_seq_length: int | Unset = UNSET
    model: str | Unset = UNSET
    model_output_name: str | Unset = UNSET
    suffix: str | Unset = UNSET
    n_epochs: int | Unset = UNSET
    n_evals: int | Unset = UNSET
    n_checkpoints: int | Unset = UNSET
    batch_size: int | Unset = UNSET
    training_type: m.FullTrainingType | m.LoraTrainingType | Unset = UNSET
    training_method: m.SftTrainingMethod | m.DpoTrainingMethod | Unset = UNSET
    learning_rate: float | Unset = UNSET
    lr_scheduler: m.LearningRateScheduler | Unset = UNSET
    warmup_ratio: float | Unset = UNSET
    max_grad_norm: float | Unset = UNSET
    weight_decay: float | Unset = UNSET
    random_seed: int | Unset | None = UNSET
    wandb_project_name: str | Unset = UNSET
    wandb_name: str | Unset = UNSET
    from_checkpoint: str | Unset = UNSET
    from_hf_model: str | Unset = UNSET
    hf_model_revision: str | Unset = UNSET
    progress: m.FineTuneProgress | Unset = UNSET

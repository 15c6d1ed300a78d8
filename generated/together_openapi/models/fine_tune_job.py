# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

import datetime
from typing import Literal

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class FineTuneJob(Model):
    """All that is known of a fine-tuning job.

    Attributes:
        id: Identifies the job.
        status: State of the job.
        training_file: Id of the file with the examples.
        validation_file: Id of the file with the examples to test on.
        model: Model that the job started from.
        model_output_name: Name of the new model.
        model_output_path: Where the new model is stored.
        trainingfile_numlines: Number of examples.
        trainingfile_size: Size of the file with the examples.
        created_at: When the job was accepted.
        updated_at: When the job last changed.
        started_at: When the present stage began.
        n_epochs: How often to go through the examples.
        n_checkpoints: How many models to save on the way.
        n_evals: How often to test.
        batch_size: Examples in one step; max for as many as fit.
        learning_rate: How fast the model learns.
        lr_scheduler: How the learning rate changes.
        warmup_ratio: Share of the steps during which the learning rate rises.
        max_grad_norm: Cap on the norm of the gradient.
        weight_decay: Pull of the weights towards zero.
        eval_steps: Steps between two tests.
        train_on_inputs: Whether the model learns from the questions too.
        training_method: How the model learns.
        training_type: What is trained.
        multimodal_params: Settings for models that see.
        job_id: Another id of the job.
        events: What happened so far.
        token_count: Tokens that were used.
        param_count: Size of the model in parameters.
        total_price: What the job costs.
        epochs_completed: How often the examples were gone through so far.
        queue_depth: Jobs that are waiting before this one.
        wandb_project_name: Project in Weights & Biases.
        wandb_url: Where to follow the training.
        from_checkpoint: Checkpoint that the job went on from.
        from_hf_model: Hugging Face repository that the job started from.
        hf_model_revision: Branch or commit of that repository.
        progress: How long the job will take.
    """

    id: str
    status: m.FineTuneStatus
    training_file: str | Unset = UNSET
    validation_file: str | Unset = UNSET
    model: str | Unset = UNSET
    model_output_name: str | Unset = UNSET
    model_output_path: str | Unset = UNSET
    trainingfile_numlines: int | Unset = UNSET
    trainingfile_size: int | Unset = UNSET
    created_at: datetime.datetime | Unset = UNSET
    updated_at: datetime.datetime | Unset = UNSET
    started_at: datetime.datetime | Unset = UNSET
    n_epochs: int | Unset = UNSET
    n_checkpoints: int | Unset = UNSET
    n_evals: int | Unset = UNSET
    batch_size: int | Literal["max"] | Unset = "max"
    learning_rate: float | Unset = UNSET
    lr_scheduler: m.LearningRateScheduler | Unset = UNSET
    warmup_ratio: float | Unset = UNSET
    max_grad_norm: float | Unset = UNSET
    weight_decay: float | Unset = UNSET
    eval_steps: int | Unset = UNSET
    train_on_inputs: bool | Literal["auto"] | Unset = "auto"
    training_method: m.SftTrainingMethod | m.DpoTrainingMethod | Unset = UNSET
    training_type: m.FullTrainingType | m.LoraTrainingType | Unset = UNSET
    multimodal_params: m.MultimodalParams | Unset = UNSET
    job_id: str | Unset = UNSET
    events: list[m.FineTuneEvent] | Unset = UNSET
    token_count: int | Unset = UNSET
    param_count: int | Unset = UNSET
    total_price: int | Unset = UNSET
    epochs_completed: int | Unset = UNSET
    queue_depth: int | Unset = UNSET
    wandb_project_name: str | Unset = UNSET
    wandb_url: str | Unset = UNSET
    from_checkpoint: str | Unset = UNSET
    from_hf_model: str | Unset = UNSET
    hf_model_revision: str | Unset = UNSET
    progress: m.FineTuneProgress | Unset = UNSET

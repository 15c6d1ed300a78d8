# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from typing import ClassVar, Literal

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class CreateFineTuneRequest(Model):
    """What to train, on what, and how.

    Attributes:
        training_file: Id of the file with the examples.
        model: Model to start from.
        validation_file: Id of a file with examples to test on.
        packing: True to put several short examples into one sequence.
        max_seq_length: Most tokens in a sequence.
        n_epochs: How often to go through the examples.
        n_checkpoints: How many models to save on the way.
        n_evals: How often to test on validation_file.
        batch_size: Examples in one step; max for as many as fit.
        learning_rate: How fast to learn.
        lr_scheduler: How the learning rate changes.
        warmup_ratio: Share of the steps during which the learning rate rises.
        max_grad_norm: Cap on the norm of the gradient; 0 for none.
        weight_decay: Pull of the weights towards zero.
        random_seed: Same seed, same training; the server has one of its own for null.
        suffix: Goes at the end of the name of the new model.
        wandb_api_key: Key for Weights & Biases, to follow the training there.
        wandb_base_url: Address of your own Weights & Biases, if it is not the public one.
        wandb_project_name: Project in Weights & Biases; together if left out.
        wandb_name: Name of the run in Weights & Biases.
        wandb_entity: Account or team in Weights & Biases.
        train_on_inputs: Say it in training_method instead.
        training_method: How to learn.
        training_type: What to train; a LoRA adapter if left out.
        multimodal_params: Settings for models that see.
        from_checkpoint: Job, or name of a trained model, to go on from; add a colon and a
            step for one of its checkpoints.
        from_hf_model: Hugging Face repository to start from; much like model in build and
            size.
        hf_model_revision: Branch or commit of that repository.
        hf_api_token: Key for Hugging Face.
        hf_output_repo_name: Hugging Face repository to put the new model into.
    """

    SECRETS: ClassVar[frozenset[str]] = frozenset({"hf_api_token", "wandb_api_key"})

    training_file: str
    model: str
    validation_file: str | Unset = UNSET
    packing: bool | Unset = True
    max_seq_length: int | Unset = UNSET
    n_epochs: int | Unset = 1
    n_checkpoints: int | Unset = 1
    n_evals: int | Unset = 0
    batch_size: int | Literal["max"] | Unset = "max"
    learning_rate: float | Unset = 1e-05
    lr_scheduler: m.LearningRateScheduler | Unset = UNSET
    warmup_ratio: float | Unset = 0.0
    max_grad_norm: float | Unset = 1.0
    weight_decay: float | Unset = 0.0
    random_seed: int | Unset | None = UNSET
    suffix: str | Unset = UNSET
    wandb_api_key: str | Unset = UNSET
    wandb_base_url: str | Unset = UNSET
    wandb_project_name: str | Unset = UNSET
    wandb_name: str | Unset = UNSET
    wandb_entity: str | Unset = UNSET
    train_on_inputs: bool | Literal["auto"] | Unset = UNSET
    training_method: m.SftTrainingMethod | m.DpoTrainingMethod | Unset = UNSET
    training_type: m.FullTrainingType | m.LoraTrainingType | Unset | None = UNSET
    multimodal_params: m.MultimodalParams | Unset = UNSET
    from_checkpoint: str | Unset = UNSET
    from_hf_model: str | Unset = UNSET
    hf_model_revision: str | Unset = UNSET
    hf_api_token: str | Unset = UNSET
    hf_output_repo_name: str | Unset = UNSET

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class FineTunePriceRequest(Model):
    """The job to estimate.

    Attributes:
        training_file: Id of the file with the examples.
        validation_file: Id of a file with examples to test on.
        model: Model to start from.
        n_epochs: How often to go through the examples.
        n_evals: How often to test on validation_file.
        training_method: How to learn.
        training_type: What to train; a LoRA adapter if left out.
        from_checkpoint: Job, or name of a trained model, to go on from.
    """

    training_file: str
    validation_file: str | Unset = UNSET
    model: str | Unset = UNSET
    n_epochs: int | Unset = 1
    n_evals: int | Unset = 0
    training_method: m.SftTrainingMethod | m.DpoTrainingMethod | Unset = UNSET
    training_type: m.FullTrainingType | m.LoraTrainingType | Unset | None = UNSET
    from_checkpoint: str | Unset = UNSET

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class SampleRequest(Model):
    """What to have the model answer.

    Attributes:
        prompts: The questions, as tokens.
        sampling_params: How to choose the tokens of the answers.
        num_samples: Answers to each question.
    """

    prompts: list[m.ModelInput]
    sampling_params: m.SamplingParams | Unset = UNSET
    num_samples: int | Unset = 1

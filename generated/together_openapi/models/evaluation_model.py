# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from typing import ClassVar

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class EvaluationModel(Model):
    """A model whose answers are judged.

    Attributes:
        model: Its name.
        max_tokens: Most tokens in an answer.
        temperature: Randomness; 0 is steady, 1 is lively.
        system_template: What to tell it, as a template.
        input_template: How to ask it, as a template over the columns of the data.
        model_source: Where it runs.
        external_api_token: Key for it, if it is external.
        external_base_url: Where it is, if it is external; must speak the protocol of
            OpenAI.
        num_workers: Requests to it at the same time.
    """

    SECRETS: ClassVar[frozenset[str]] = frozenset({"external_api_token"})

    model: str
    max_tokens: int
    temperature: float
    system_template: str
    input_template: str
    model_source: m.EvaluationModelSource
    external_api_token: str | Unset = UNSET
    external_base_url: str | Unset = UNSET
    num_workers: int | Unset = UNSET

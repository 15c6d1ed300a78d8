# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from typing import ClassVar

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class EvaluationJudge(Model):
    """The model that judges.

    Attributes:
        model: Its name.
        system_template: What to tell it, as a template.
        model_source: Where it runs.
        external_api_token: Key for it, if it is external.
        external_base_url: Where it is, if it is external; must speak the protocol of
            OpenAI.
        num_workers: Requests to it at the same time.
    """

    SECRETS: ClassVar[frozenset[str]] = frozenset({"external_api_token"})

    model: str
    system_template: str
    model_source: m.EvaluationModelSource
    external_api_token: str | Unset = UNSET
    external_base_url: str | Unset = UNSET
    num_workers: int | Unset = UNSET

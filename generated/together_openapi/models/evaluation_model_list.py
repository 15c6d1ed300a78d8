# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class EvaluationModelList(Model):
    """Models that can judge or be judged.

    Attributes:
        model_list: Their names.
    """

    model_list: list[str] | Unset = UNSET

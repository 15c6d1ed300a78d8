# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from attrs import define

from ..model import Model
from ..types import Unset


@define(repr=False)
class DpoTrainingMethod(Model):
    """Training on pairs of a better and a worse answer.

    Attributes:
        method: Always dpo.
        dpo_beta: How closely to stay with the original model.
        rpo_alpha: Weight of the likelihood of the better answer (RPO).
        dpo_normalize_logratios_by_length: True to make up for answers of different lengths.
        dpo_reference_free: True to train without comparing to the original model.
        simpo_gamma: Margin between the answers (SimPO).
    """

    TAGS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "method": ("dpo",),
    }

    method: Literal["dpo"]
    dpo_beta: float | Unset = 0.1
    rpo_alpha: float | Unset = 0.0
    dpo_normalize_logratios_by_length: bool | Unset = False
    dpo_reference_free: bool | Unset = False
    simpo_gamma: float | Unset = 0.0

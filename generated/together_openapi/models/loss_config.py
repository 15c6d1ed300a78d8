# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define, field

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class LossConfig(Model):
    """What to minimise; the type says which of the settings are used.

    Attributes:
        type_: Which kind of loss.
        cross_entropy_params: Settings for cross entropy.
        grpo_params: Settings for GRPO.
    """

    type_: m.LossType = field(metadata={"wire": "type"})
    cross_entropy_params: m.CrossEntropyParams | Unset = UNSET
    grpo_params: m.GrpoParams | Unset = UNSET

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class LossLogprobs(Model):
    """Natural logarithms of the probabilities of tokens.

    Attributes:
        data: One entry for each token.
        dtype: Type of the numbers; D_TYPE_FLOAT32 or D_TYPE_BFLOAT16.
    """

    data: list[float]
    dtype: m.TensorType | Unset = UNSET

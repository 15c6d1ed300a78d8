# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class LossTargetTokens(Model):
    """The tokens that should have come.

    Attributes:
        data: Numbers of the tokens, as numbers or in digits.
        dtype: Type of the numbers.
    """

    data: list[str | int]
    dtype: m.TensorType | Unset = UNSET

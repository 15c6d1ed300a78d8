# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class LossMask(Model):
    """Which tokens count: 1 does, 0 does not.

    Attributes:
        data: One entry for each token.
        dtype: Type of the numbers; must be D_TYPE_INT64.
    """

    data: list[str | int]
    dtype: m.TensorType | Unset = UNSET

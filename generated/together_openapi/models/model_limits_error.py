# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class ModelLimitsError(Model):
    """Why the limits of a model can not be told.

    Attributes:
        message: The reason, for people.
    """

    message: str | Unset = UNSET

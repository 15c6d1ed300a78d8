# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class ReasoningOptions(Model):
    """Whether a model thinks before it answers.

    Attributes:
        enabled: True to let it think.
    """

    enabled: bool | Unset = UNSET

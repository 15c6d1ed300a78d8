# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model


@define(repr=False)
class FineTuneModelList(Model):
    """Models that can be trained further.

    Attributes:
        models: Their names.
    """

    models: list[str]

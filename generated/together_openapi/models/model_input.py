# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model


@define(repr=False)
class ModelInput(Model):
    """What the model reads.

    Attributes:
        chunks: The pieces, in order.
    """

    chunks: list[m.InputChunk]

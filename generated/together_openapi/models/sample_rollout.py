# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model


@define(repr=False)
class SampleRollout(Model):
    """The answers to one question.

    Attributes:
        sequences: The answers.
    """

    sequences: list[m.SampleSequence]

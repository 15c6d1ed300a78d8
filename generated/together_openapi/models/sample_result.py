# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model


@define(repr=False)
class SampleResult(Model):
    """The answers.

    Attributes:
        rollouts: One entry for each question.
    """

    rollouts: list[m.SampleRollout]

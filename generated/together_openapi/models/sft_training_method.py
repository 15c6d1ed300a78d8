# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from attrs import define

from ..model import Model
from ..types import Unset


@define(repr=False)
class SftTrainingMethod(Model):
    """Training on examples of good answers.

    Attributes:
        method: Always sft.
        train_on_inputs: False to learn from the answers only, true from the questions too;
            auto decides by the data.
    """

    TAGS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "method": ("sft",),
    }

    method: Literal["sft"]
    train_on_inputs: bool | Literal["auto"] | Unset = "auto"

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from attrs import define, field

from .. import models as m
from ..model import Model


@define(repr=False)
class SpeechFailed(Model):
    """Something could not be read aloud.

    Attributes:
        type_: Always conversation.item.tts.failed.
        error: Why not.
    """

    TAGS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "type": ("conversation.item.tts.failed",),
    }

    type_: Literal["conversation.item.tts.failed"] = field(metadata={"wire": "type"})
    error: m.ErrorDetail

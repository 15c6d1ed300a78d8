# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class UserMessage(Model):
    """What somebody asks.

    Attributes:
        role: Always user.
        content: The question, as text or in pieces of several kinds.
        name: Tells speakers of the same role apart.
    """

    TAGS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "role": ("user",),
    }

    role: Literal["user"]
    content: str | list[m.TextPart | m.ImagePart | m.VideoPart | m.AudioPart | m.InlineAudioPart]
    name: str | Unset = UNSET

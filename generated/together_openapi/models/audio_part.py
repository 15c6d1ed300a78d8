# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from attrs import define, field

from .. import models as m
from ..model import Model


@define(repr=False)
class AudioPart(Model):
    """A recording.

    Attributes:
        type_: Always audio_url.
        audio_url: Where the recording is.
    """

    TAGS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "type": ("audio_url",),
    }

    type_: Literal["audio_url"] = field(metadata={"wire": "type"})
    audio_url: m.MediaLink

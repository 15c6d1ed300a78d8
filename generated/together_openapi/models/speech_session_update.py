# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from attrs import define, field

from .. import models as m
from ..model import Model


@define(repr=False)
class SpeechSessionUpdate(Model):
    """Change model or voice on the way.

    Attributes:
        type_: Always tts_session.updated.
        session: What to change.
    """

    TAGS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "type": ("tts_session.updated",),
    }

    type_: Literal["tts_session.updated"] = field(metadata={"wire": "type"})
    session: m.SpeechSessionSettings

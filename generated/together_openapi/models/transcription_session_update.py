# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from attrs import define, field

from .. import models as m
from ..model import Model


@define(repr=False)
class TranscriptionSessionUpdate(Model):
    """Change how speech is told apart on the way; the server sends the same back.

    Attributes:
        type_: Always transcription_session.updated.
        session: What to change.
    """

    TAGS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "type": ("transcription_session.updated",),
    }

    type_: Literal["transcription_session.updated"] = field(metadata={"wire": "type"})
    session: m.TranscriptionSessionSettings

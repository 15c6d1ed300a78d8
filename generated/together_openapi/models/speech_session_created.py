# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from attrs import define, field

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class SpeechSessionCreated(Model):
    """The session has begun.

    Attributes:
        type_: Always session.created.
        session: The session.
        event_id: Identifies the event.
    """

    TAGS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "type": ("session.created",),
    }

    type_: Literal["session.created"] = field(metadata={"wire": "type"})
    session: m.SpeechSession
    event_id: str | Unset = UNSET

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define, field

from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class SpeechSession(Model):
    """A session that reads aloud.

    Attributes:
        id: Identifies the session.
        object_: Kind of session.
        modalities: Kinds of things that go over the line.
        model: Model that reads.
        voice: Voice that it reads with.
    """

    id: str | Unset = UNSET
    object_: str | Unset = field(default=UNSET, metadata={"wire": "object"})
    modalities: list[str] | Unset = UNSET
    model: str | Unset = UNSET
    voice: str | Unset = UNSET

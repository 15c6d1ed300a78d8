# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from typing import Literal

from attrs import define, field

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class ChatCompletionChunk(Model):
    """A piece of the answers to a conversation.

    Attributes:
        id: Id of the answer; the same in each of its pieces.
        object_: Always chat.completion.chunk.
        created: When the answer was begun, in seconds since 1970.
        model: Model that answers.
        choices: A piece of each answer that has grown.
        system_fingerprint: Which software and settings answered.
        usage: Tokens that it took; in the last piece.
        warnings: Anything odd about the request.
    """

    id: str
    object_: Literal["chat.completion.chunk"] = field(metadata={"wire": "object"})
    created: int
    model: str
    choices: list[m.ChatChunkChoice]
    system_fingerprint: str | Unset = UNSET
    usage: m.Usage | Unset | None = UNSET
    warnings: list[m.InferenceWarning] | Unset = UNSET

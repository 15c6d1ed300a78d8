# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from typing import Literal

from attrs import define, field

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class CompletionChunk(Model):
    """A piece of the continuations of a text.

    Attributes:
        id: Id of the continuation; the same in each of its pieces.
        token: The token that was added.
        choices: A piece of each continuation that has grown.
        usage: Tokens that it took; null before the last piece.
        finish_reason: Why the model stopped; null while it has not.
        object_: Always completion.chunk.
        created: When the continuation was begun, in seconds since 1970.
        seed: Seed that is used.
    """

    id: str
    token: m.CompletionToken
    choices: list[m.CompletionChunkChoice]
    usage: m.Usage | None
    finish_reason: m.FinishReason | None
    object_: Literal["completion.chunk"] | Unset = field(default=UNSET, metadata={"wire": "object"})
    created: int | Unset = UNSET
    seed: int | Unset = UNSET

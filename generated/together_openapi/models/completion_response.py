# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from typing import Literal

from attrs import define, field

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class CompletionResponse(Model):
    """Continuations of a text.

    Attributes:
        id: Id of the answer.
        object_: Always text.completion.
        created: When the answer was made, in seconds since 1970.
        model: Model that answered.
        choices: The continuations.
        usage: Tokens that it took.
        prompt: The text, if echo was set.
    """

    id: str
    object_: Literal["text.completion"] = field(metadata={"wire": "object"})
    created: int
    model: str
    choices: list[m.CompletionChoice]
    usage: m.Usage | None
    prompt: list[m.EchoedPrompt] | Unset = UNSET

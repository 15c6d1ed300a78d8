# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from typing import Literal

from attrs import define, field

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class ChatCompletionResponse(Model):
    """Answers to a conversation.

    Attributes:
        id: Id of the answer.
        object_: Always chat.completion.
        created: When the answer was made, in seconds since 1970.
        model: Model that answered.
        choices: The answers.
        usage: Tokens that it took.
        prompt: The question, if echo was set.
        warnings: What was odd about the request.
    """

    id: str
    object_: Literal["chat.completion"] = field(metadata={"wire": "object"})
    created: int
    model: str
    choices: list[m.ChatChoice]
    usage: m.Usage | Unset | None = UNSET
    prompt: list[m.EchoedPrompt] | Unset = UNSET
    warnings: list[m.InferenceWarning] | Unset = UNSET

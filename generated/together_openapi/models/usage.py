# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model


@define(repr=False)
class Usage(Model):
    """Tokens that a request took.

    Attributes:
        prompt_tokens: Tokens in the question.
        completion_tokens: Tokens in the answer.
        total_tokens: Both together.
    """

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int

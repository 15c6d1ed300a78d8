# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from typing import Literal

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class ChatCompletionRequest(Model):
    """A conversation to answer.

    Attributes:
        model: Model to ask.
        messages: The conversation so far.
        max_tokens: Most tokens in the answer.
        stop: Texts that end the answer.
        temperature: Randomness; 0 is steady, 1 is lively.
        top_p: Choose among the likeliest tokens that make up this share of probability.
        top_k: Choose among this many of the likeliest tokens.
        min_p: Drop tokens less likely than this share of the likeliest.
        repetition_penalty: Above 1, repetition becomes less likely.
        presence_penalty: From -2 to 2; above 0, new subjects become more likely.
        frequency_penalty: From -2 to 2; above 0, frequent tokens become less likely.
        logit_bias: Makes chosen tokens more or less likely.
        logprobs: Send back the probabilities of this many of the likeliest tokens.
        echo: True to get the question back with the answer.
        n: Number of answers.
        seed: Same seed, same answer, as far as the hardware allows.
        context_length_exceeded_behavior: What to do when max_tokens does not fit.
        response_format: Shape that the answer must have.
        tools: Functions that the model may ask for.
        tool_choice: Which function to ask for; auto leaves it to the model.
        function_call: Which function to ask for, in an older form; auto leaves it to the
            model.
        compliance: Asks for handling under HIPAA.
        chat_template_kwargs: Options for the chat template of the model.
        safety_model: Model that screens the conversation.
        reasoning_effort: How long the model may think.
        reasoning: Whether the model thinks before it answers.
        stream: True to get events while the model writes; false or left out to get one
            answer.
    """

    model: str
    messages: list[
        m.SystemMessage | m.UserMessage | m.AssistantMessage | m.ToolMessage | m.FunctionMessage
    ]
    max_tokens: int | Unset = UNSET
    stop: list[str] | Unset = UNSET
    temperature: float | Unset = UNSET
    top_p: float | Unset = UNSET
    top_k: int | Unset = UNSET
    min_p: float | Unset = UNSET
    repetition_penalty: float | Unset = UNSET
    presence_penalty: float | Unset = UNSET
    frequency_penalty: float | Unset = UNSET
    logit_bias: m.LogitBias | Unset = UNSET
    logprobs: int | Unset = UNSET
    echo: bool | Unset = UNSET
    n: int | Unset = UNSET
    seed: int | Unset = UNSET
    context_length_exceeded_behavior: m.OverlongBehavior | Unset = m.OverlongBehavior.ERROR
    response_format: m.TextFormat | m.JsonSchemaFormat | m.JsonObjectFormat | Unset = UNSET
    tools: list[m.Tool] | Unset = UNSET
    tool_choice: str | m.ToolCall | Unset = UNSET
    function_call: m.FunctionCallMode | m.FunctionName | Unset = UNSET
    compliance: Literal["hipaa"] | Unset = UNSET
    chat_template_kwargs: m.JsonObject | Unset = UNSET
    safety_model: str | Unset = UNSET
    reasoning_effort: m.ReasoningEffort | Unset = UNSET
    reasoning: m.ReasoningOptions | Unset = UNSET
    stream: bool | Unset = UNSET

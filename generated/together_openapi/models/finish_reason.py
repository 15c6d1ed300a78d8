# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenStrEnum


class FinishReason(OpenStrEnum):
    """Why a model stopped."""

    STOP = "stop"
    EOS = "eos"
    LENGTH = "length"
    TOOL_CALLS = "tool_calls"
    FUNCTION_CALL = "function_call"

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
"""The models, each loaded when it is first asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .abort_multipart_upload_request import (
        AbortMultipartUploadRequest as AbortMultipartUploadRequest,
    )
    from .audio_response_format import AudioResponseFormat as AudioResponseFormat
    from .audio_segment import AudioSegment as AudioSegment
    from .audio_task import AudioTask as AudioTask
    from .audio_word import AudioWord as AudioWord
    from .batch_error_line import BatchErrorLine as BatchErrorLine
    from .batch_job import BatchJob as BatchJob
    from .batch_line_error import BatchLineError as BatchLineError
    from .batch_line_response import BatchLineResponse as BatchLineResponse
    from .batch_output_line import BatchOutputLine as BatchOutputLine
    from .batch_request_line import BatchRequestLine as BatchRequestLine
    from .batch_status import BatchStatus as BatchStatus
    from .begin_upload_request import BeginUploadRequest as BeginUploadRequest
    from .chat_choice import ChatChoice as ChatChoice
    from .chat_completion_request import ChatCompletionRequest as ChatCompletionRequest
    from .chat_completion_response import ChatCompletionResponse as ChatCompletionResponse
    from .chat_message import ChatMessage as ChatMessage
    from .chat_role import ChatRole as ChatRole
    from .complete_multipart_upload_request import (
        CompleteMultipartUploadRequest as CompleteMultipartUploadRequest,
    )
    from .completed_part import CompletedPart as CompletedPart
    from .completion_choice import CompletionChoice as CompletionChoice
    from .completion_request import CompletionRequest as CompletionRequest
    from .completion_response import CompletionResponse as CompletionResponse
    from .content_part import ContentPart as ContentPart
    from .content_part_type import ContentPartType as ContentPartType
    from .create_batch_request import CreateBatchRequest as CreateBatchRequest
    from .create_batch_response import CreateBatchResponse as CreateBatchResponse
    from .duplicate_file_response import DuplicateFileResponse as DuplicateFileResponse
    from .echoed_prompt import EchoedPrompt as EchoedPrompt
    from .embedding_data import EmbeddingData as EmbeddingData
    from .embedding_request import EmbeddingRequest as EmbeddingRequest
    from .embedding_response import EmbeddingResponse as EmbeddingResponse
    from .error_detail import ErrorDetail as ErrorDetail
    from .error_response import ErrorResponse as ErrorResponse
    from .file_delete_response import FileDeleteResponse as FileDeleteResponse
    from .file_envelope import FileEnvelope as FileEnvelope
    from .file_list import FileList as FileList
    from .file_processing_status import FileProcessingStatus as FileProcessingStatus
    from .file_purpose import FilePurpose as FilePurpose
    from .file_response import FileResponse as FileResponse
    from .file_type import FileType as FileType
    from .finish_reason import FinishReason as FinishReason
    from .inference_warning import InferenceWarning as InferenceWarning
    from .initiate_multipart_upload_request import (
        InitiateMultipartUploadRequest as InitiateMultipartUploadRequest,
    )
    from .initiate_multipart_upload_response import (
        InitiateMultipartUploadResponse as InitiateMultipartUploadResponse,
    )
    from .inline_audio import InlineAudio as InlineAudio
    from .json_object import JsonObject as JsonObject
    from .logit_bias import LogitBias as LogitBias
    from .media_link import MediaLink as MediaLink
    from .model_info import ModelInfo as ModelInfo
    from .model_kind import ModelKind as ModelKind
    from .model_pricing import ModelPricing as ModelPricing
    from .named_json_schema import NamedJsonSchema as NamedJsonSchema
    from .overlong_behavior import OverlongBehavior as OverlongBehavior
    from .reasoning_effort import ReasoningEffort as ReasoningEffort
    from .reasoning_options import ReasoningOptions as ReasoningOptions
    from .response_format import ResponseFormat as ResponseFormat
    from .response_format_type import ResponseFormatType as ResponseFormatType
    from .speaker_segment import SpeakerSegment as SpeakerSegment
    from .timestamp_granularity import TimestampGranularity as TimestampGranularity
    from .token_logprobs import TokenLogprobs as TokenLogprobs
    from .tool import Tool as Tool
    from .tool_call import ToolCall as ToolCall
    from .tool_call_function import ToolCallFunction as ToolCallFunction
    from .tool_function import ToolFunction as ToolFunction
    from .top_logprobs import TopLogprobs as TopLogprobs
    from .transcription_request import TranscriptionRequest as TranscriptionRequest
    from .transcription_response import TranscriptionResponse as TranscriptionResponse
    from .translation_request import TranslationRequest as TranslationRequest
    from .translation_response import TranslationResponse as TranslationResponse
    from .upload_file_request import UploadFileRequest as UploadFileRequest
    from .upload_part import UploadPart as UploadPart
    from .upload_part_headers import UploadPartHeaders as UploadPartHeaders
    from .usage import Usage as Usage

_MODULES = {
    "AbortMultipartUploadRequest": ".abort_multipart_upload_request",
    "AudioResponseFormat": ".audio_response_format",
    "AudioSegment": ".audio_segment",
    "AudioTask": ".audio_task",
    "AudioWord": ".audio_word",
    "BatchErrorLine": ".batch_error_line",
    "BatchJob": ".batch_job",
    "BatchLineError": ".batch_line_error",
    "BatchLineResponse": ".batch_line_response",
    "BatchOutputLine": ".batch_output_line",
    "BatchRequestLine": ".batch_request_line",
    "BatchStatus": ".batch_status",
    "BeginUploadRequest": ".begin_upload_request",
    "ChatChoice": ".chat_choice",
    "ChatCompletionRequest": ".chat_completion_request",
    "ChatCompletionResponse": ".chat_completion_response",
    "ChatMessage": ".chat_message",
    "ChatRole": ".chat_role",
    "CompleteMultipartUploadRequest": ".complete_multipart_upload_request",
    "CompletedPart": ".completed_part",
    "CompletionChoice": ".completion_choice",
    "CompletionRequest": ".completion_request",
    "CompletionResponse": ".completion_response",
    "ContentPart": ".content_part",
    "ContentPartType": ".content_part_type",
    "CreateBatchRequest": ".create_batch_request",
    "CreateBatchResponse": ".create_batch_response",
    "DuplicateFileResponse": ".duplicate_file_response",
    "EchoedPrompt": ".echoed_prompt",
    "EmbeddingData": ".embedding_data",
    "EmbeddingRequest": ".embedding_request",
    "EmbeddingResponse": ".embedding_response",
    "ErrorDetail": ".error_detail",
    "ErrorResponse": ".error_response",
    "FileDeleteResponse": ".file_delete_response",
    "FileEnvelope": ".file_envelope",
    "FileList": ".file_list",
    "FileProcessingStatus": ".file_processing_status",
    "FilePurpose": ".file_purpose",
    "FileResponse": ".file_response",
    "FileType": ".file_type",
    "FinishReason": ".finish_reason",
    "InferenceWarning": ".inference_warning",
    "InitiateMultipartUploadRequest": ".initiate_multipart_upload_request",
    "InitiateMultipartUploadResponse": ".initiate_multipart_upload_response",
    "InlineAudio": ".inline_audio",
    "JsonObject": ".json_object",
    "LogitBias": ".logit_bias",
    "MediaLink": ".media_link",
    "ModelInfo": ".model_info",
    "ModelKind": ".model_kind",
    "ModelPricing": ".model_pricing",
    "NamedJsonSchema": ".named_json_schema",
    "OverlongBehavior": ".overlong_behavior",
    "ReasoningEffort": ".reasoning_effort",
    "ReasoningOptions": ".reasoning_options",
    "ResponseFormat": ".response_format",
    "ResponseFormatType": ".response_format_type",
    "SpeakerSegment": ".speaker_segment",
    "TimestampGranularity": ".timestamp_granularity",
    "TokenLogprobs": ".token_logprobs",
    "Tool": ".tool",
    "ToolCall": ".tool_call",
    "ToolCallFunction": ".tool_call_function",
    "ToolFunction": ".tool_function",
    "TopLogprobs": ".top_logprobs",
    "TranscriptionRequest": ".transcription_request",
    "TranscriptionResponse": ".transcription_response",
    "TranslationRequest": ".translation_request",
    "TranslationResponse": ".translation_response",
    "UploadFileRequest": ".upload_file_request",
    "UploadPart": ".upload_part",
    "UploadPartHeaders": ".upload_part_headers",
    "Usage": ".usage",
}

__all__ = [
    "AbortMultipartUploadRequest",
    "AudioResponseFormat",
    "AudioSegment",
    "AudioTask",
    "AudioWord",
    "BatchErrorLine",
    "BatchJob",
    "BatchLineError",
    "BatchLineResponse",
    "BatchOutputLine",
    "BatchRequestLine",
    "BatchStatus",
    "BeginUploadRequest",
    "ChatChoice",
    "ChatCompletionRequest",
    "ChatCompletionResponse",
    "ChatMessage",
    "ChatRole",
    "CompleteMultipartUploadRequest",
    "CompletedPart",
    "CompletionChoice",
    "CompletionRequest",
    "CompletionResponse",
    "ContentPart",
    "ContentPartType",
    "CreateBatchRequest",
    "CreateBatchResponse",
    "DuplicateFileResponse",
    "EchoedPrompt",
    "EmbeddingData",
    "EmbeddingRequest",
    "EmbeddingResponse",
    "ErrorDetail",
    "ErrorResponse",
    "FileDeleteResponse",
    "FileEnvelope",
    "FileList",
    "FileProcessingStatus",
    "FilePurpose",
    "FileResponse",
    "FileType",
    "FinishReason",
    "InferenceWarning",
    "InitiateMultipartUploadRequest",
    "InitiateMultipartUploadResponse",
    "InlineAudio",
    "JsonObject",
    "LogitBias",
    "MediaLink",
    "ModelInfo",
    "ModelKind",
    "ModelPricing",
    "NamedJsonSchema",
    "OverlongBehavior",
    "ReasoningEffort",
    "ReasoningOptions",
    "ResponseFormat",
    "ResponseFormatType",
    "SpeakerSegment",
    "TimestampGranularity",
    "TokenLogprobs",
    "Tool",
    "ToolCall",
    "ToolCallFunction",
    "ToolFunction",
    "TopLogprobs",
    "TranscriptionRequest",
    "TranscriptionResponse",
    "TranslationRequest",
    "TranslationResponse",
    "UploadFileRequest",
    "UploadPart",
    "UploadPartHeaders",
    "Usage",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_MODULES[name], __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from .abort_multipart_upload_request import (
    AbortMultipartUploadRequest as AbortMultipartUploadRequest,
)
from .adam_w_params import AdamWParams as AdamWParams
from .aggregated_scores import AggregatedScores as AggregatedScores
from .assistant_message import AssistantMessage as AssistantMessage
from .audio_output_delta import AudioOutputDelta as AudioOutputDelta
from .audio_output_done import AudioOutputDone as AudioOutputDone
from .audio_part import AudioPart as AudioPart
from .audio_reference import AudioReference as AudioReference
from .audio_response_format import AudioResponseFormat as AudioResponseFormat
from .audio_segment import AudioSegment as AudioSegment
from .audio_task import AudioTask as AudioTask
from .audio_word import AudioWord as AudioWord
from .autoscaling_off import AutoscalingOff as AutoscalingOff
from .availability_zone_list import AvailabilityZoneList as AvailabilityZoneList
from .batch_error_line import BatchErrorLine as BatchErrorLine
from .batch_job import BatchJob as BatchJob
from .batch_line_error import BatchLineError as BatchLineError
from .batch_line_response import BatchLineResponse as BatchLineResponse
from .batch_output_line import BatchOutputLine as BatchOutputLine
from .batch_request_line import BatchRequestLine as BatchRequestLine
from .batch_status import BatchStatus as BatchStatus
from .begin_upload_request import BeginUploadRequest as BeginUploadRequest
from .chat_answer import ChatAnswer as ChatAnswer
from .chat_choice import ChatChoice as ChatChoice
from .chat_chunk_choice import ChatChunkChoice as ChatChunkChoice
from .chat_completion_chunk import ChatCompletionChunk as ChatCompletionChunk
from .chat_completion_event import ChatCompletionEvent as ChatCompletionEvent
from .chat_completion_request import ChatCompletionRequest as ChatCompletionRequest
from .chat_completion_response import ChatCompletionResponse as ChatCompletionResponse
from .chat_delta import ChatDelta as ChatDelta
from .chat_role import ChatRole as ChatRole
from .checkpoint_download import CheckpointDownload as CheckpointDownload
from .checkpoint_file import CheckpointFile as CheckpointFile
from .checkpoint_registration import CheckpointRegistration as CheckpointRegistration
from .checkpoint_variant import CheckpointVariant as CheckpointVariant
from .cluster_billing_type import ClusterBillingType as ClusterBillingType
from .cluster_gpu_type import ClusterGPUType as ClusterGPUType
from .cluster_status import ClusterStatus as ClusterStatus
from .cluster_type import ClusterType as ClusterType
from .cluster_volume import ClusterVolume as ClusterVolume
from .code_file import CodeFile as CodeFile
from .code_file_encoding import CodeFileEncoding as CodeFileEncoding
from .code_language import CodeLanguage as CodeLanguage
from .code_result import CodeResult as CodeResult
from .code_session import CodeSession as CodeSession
from .code_session_list import CodeSessionList as CodeSessionList
from .code_sessions import CodeSessions as CodeSessions
from .complete_multipart_upload_request import (
    CompleteMultipartUploadRequest as CompleteMultipartUploadRequest,
)
from .completed_part import CompletedPart as CompletedPart
from .completion_choice import CompletionChoice as CompletionChoice
from .completion_chunk import CompletionChunk as CompletionChunk
from .completion_chunk_choice import CompletionChunkChoice as CompletionChunkChoice
from .completion_event import CompletionEvent as CompletionEvent
from .completion_request import CompletionRequest as CompletionRequest
from .completion_response import CompletionResponse as CompletionResponse
from .completion_token import CompletionToken as CompletionToken
from .control_plane_node import ControlPlaneNode as ControlPlaneNode
from .cosine_scheduler_args import CosineSchedulerArgs as CosineSchedulerArgs
from .create_batch_request import CreateBatchRequest as CreateBatchRequest
from .create_batch_response import CreateBatchResponse as CreateBatchResponse
from .create_deployment_request import CreateDeploymentRequest as CreateDeploymentRequest
from .create_endpoint_request import CreateEndpointRequest as CreateEndpointRequest
from .create_evaluation_request import CreateEvaluationRequest as CreateEvaluationRequest
from .create_evaluation_response import CreateEvaluationResponse as CreateEvaluationResponse
from .create_fine_tune_request import CreateFineTuneRequest as CreateFineTuneRequest
from .create_gpu_cluster_request import CreateGPUClusterRequest as CreateGPUClusterRequest
from .create_image_request import CreateImageRequest as CreateImageRequest
from .create_secret_request import CreateSecretRequest as CreateSecretRequest
from .create_shared_volume_request import CreateSharedVolumeRequest as CreateSharedVolumeRequest
from .create_speech_request import CreateSpeechRequest as CreateSpeechRequest
from .create_video_request import CreateVideoRequest as CreateVideoRequest
from .create_volume_request import CreateVolumeRequest as CreateVolumeRequest
from .cross_entropy_params import CrossEntropyParams as CrossEntropyParams
from .custom_metric_autoscaling import CustomMetricAutoscaling as CustomMetricAutoscaling
from .dedicated_endpoint import DedicatedEndpoint as DedicatedEndpoint
from .deletion_notice import DeletionNotice as DeletionNotice
from .deployment import Deployment as Deployment
from .deployment_gpu_type import DeploymentGPUType as DeploymentGPUType
from .deployment_list import DeploymentList as DeploymentList
from .deployment_logs import DeploymentLogs as DeploymentLogs
from .deployment_status import DeploymentStatus as DeploymentStatus
from .display_data import DisplayData as DisplayData
from .display_output import DisplayOutput as DisplayOutput
from .display_output_type import DisplayOutputType as DisplayOutputType
from .dpo_training_method import DpoTrainingMethod as DpoTrainingMethod
from .driver_versions import DriverVersions as DriverVersions
from .duplicate_file_response import DuplicateFileResponse as DuplicateFileResponse
from .echoed_prompt import EchoedPrompt as EchoedPrompt
from .embedding_data import EmbeddingData as EmbeddingData
from .embedding_request import EmbeddingRequest as EmbeddingRequest
from .embedding_response import EmbeddingResponse as EmbeddingResponse
from .encoded_text import EncodedText as EncodedText
from .endpoint_autoscaling import EndpointAutoscaling as EndpointAutoscaling
from .endpoint_list import EndpointList as EndpointList
from .endpoint_pricing import EndpointPricing as EndpointPricing
from .endpoint_state import EndpointState as EndpointState
from .endpoint_summary import EndpointSummary as EndpointSummary
from .endpoint_target_state import EndpointTargetState as EndpointTargetState
from .endpoint_type import EndpointType as EndpointType
from .endpoint_usage_type import EndpointUsageType as EndpointUsageType
from .environment_variable import EnvironmentVariable as EnvironmentVariable
from .error_detail import ErrorDetail as ErrorDetail
from .error_output import ErrorOutput as ErrorOutput
from .error_response import ErrorResponse as ErrorResponse
from .evaluation_classify_parameters import (
    EvaluationClassifyParameters as EvaluationClassifyParameters,
)
from .evaluation_classify_results import EvaluationClassifyResults as EvaluationClassifyResults
from .evaluation_compare_parameters import (
    EvaluationCompareParameters as EvaluationCompareParameters,
)
from .evaluation_compare_results import EvaluationCompareResults as EvaluationCompareResults
from .evaluation_failure import EvaluationFailure as EvaluationFailure
from .evaluation_job import EvaluationJob as EvaluationJob
from .evaluation_judge import EvaluationJudge as EvaluationJudge
from .evaluation_model import EvaluationModel as EvaluationModel
from .evaluation_model_list import EvaluationModelList as EvaluationModelList
from .evaluation_model_source import EvaluationModelSource as EvaluationModelSource
from .evaluation_score_parameters import EvaluationScoreParameters as EvaluationScoreParameters
from .evaluation_score_results import EvaluationScoreResults as EvaluationScoreResults
from .evaluation_status import EvaluationStatus as EvaluationStatus
from .evaluation_status_response import EvaluationStatusResponse as EvaluationStatusResponse
from .evaluation_status_update import EvaluationStatusUpdate as EvaluationStatusUpdate
from .evaluation_type import EvaluationType as EvaluationType
from .execute_code_request import ExecuteCodeRequest as ExecuteCodeRequest
from .execution_status import ExecutionStatus as ExecutionStatus
from .failed_execution import FailedExecution as FailedExecution
from .file_delete_response import FileDeleteResponse as FileDeleteResponse
from .file_envelope import FileEnvelope as FileEnvelope
from .file_list import FileList as FileList
from .file_processing_status import FileProcessingStatus as FileProcessingStatus
from .file_purpose import FilePurpose as FilePurpose
from .file_response import FileResponse as FileResponse
from .file_type import FileType as FileType
from .fine_tune_checkpoint import FineTuneCheckpoint as FineTuneCheckpoint
from .fine_tune_checkpoint_kind import FineTuneCheckpointKind as FineTuneCheckpointKind
from .fine_tune_checkpoint_list import FineTuneCheckpointList as FineTuneCheckpointList
from .fine_tune_delete_response import FineTuneDeleteResponse as FineTuneDeleteResponse
from .fine_tune_event import FineTuneEvent as FineTuneEvent
from .fine_tune_event_level import FineTuneEventLevel as FineTuneEventLevel
from .fine_tune_event_list import FineTuneEventList as FineTuneEventList
from .fine_tune_event_type import FineTuneEventType as FineTuneEventType
from .fine_tune_job import FineTuneJob as FineTuneJob
from .fine_tune_list import FineTuneList as FineTuneList
from .fine_tune_metrics import FineTuneMetrics as FineTuneMetrics
from .fine_tune_metrics_filter import FineTuneMetricsFilter as FineTuneMetricsFilter
from .fine_tune_metrics_response import FineTuneMetricsResponse as FineTuneMetricsResponse
from .fine_tune_model_limits import FineTuneModelLimits as FineTuneModelLimits
from .fine_tune_model_list import FineTuneModelList as FineTuneModelList
from .fine_tune_price_estimate import FineTunePriceEstimate as FineTunePriceEstimate
from .fine_tune_price_request import FineTunePriceRequest as FineTunePriceRequest
from .fine_tune_progress import FineTuneProgress as FineTuneProgress
from .fine_tune_status import FineTuneStatus as FineTuneStatus
from .fine_tune_summary import FineTuneSummary as FineTuneSummary
from .finish_reason import FinishReason as FinishReason
from .forward_backward_operation import ForwardBackwardOperation as ForwardBackwardOperation
from .forward_backward_request import ForwardBackwardRequest as ForwardBackwardRequest
from .forward_backward_result import ForwardBackwardResult as ForwardBackwardResult
from .full_training_limits import FullTrainingLimits as FullTrainingLimits
from .full_training_type import FullTrainingType as FullTrainingType
from .function_call_mode import FunctionCallMode as FunctionCallMode
from .function_message import FunctionMessage as FunctionMessage
from .function_name import FunctionName as FunctionName
from .gpu_cluster import GPUCluster as GPUCluster
from .gpu_cluster_delete_response import GPUClusterDeleteResponse as GPUClusterDeleteResponse
from .gpu_cluster_list import GPUClusterList as GPUClusterList
from .gpu_worker_node import GPUWorkerNode as GPUWorkerNode
from .grpo_aggregation import GrpoAggregation as GrpoAggregation
from .grpo_loss_inputs import GrpoLossInputs as GrpoLossInputs
from .grpo_params import GrpoParams as GrpoParams
from .hardware import Hardware as Hardware
from .hardware_availability import HardwareAvailability as HardwareAvailability
from .hardware_availability_status import HardwareAvailabilityStatus as HardwareAvailabilityStatus
from .hardware_list import HardwareList as HardwareList
from .hardware_specs import HardwareSpecs as HardwareSpecs
from .http_autoscaling import HTTPAutoscaling as HTTPAutoscaling
from .http_metric import HTTPMetric as HTTPMetric
from .image_base_64 import ImageBase64 as ImageBase64
from .image_file_format import ImageFileFormat as ImageFileFormat
from .image_lora import ImageLora as ImageLora
from .image_part import ImagePart as ImagePart
from .image_response import ImageResponse as ImageResponse
from .image_response_format import ImageResponseFormat as ImageResponseFormat
from .image_url import ImageUrl as ImageUrl
from .inference_checkpoint import InferenceCheckpoint as InferenceCheckpoint
from .inference_checkpoint_operation import (
    InferenceCheckpointOperation as InferenceCheckpointOperation,
)
from .inference_checkpoint_result import InferenceCheckpointResult as InferenceCheckpointResult
from .inference_warning import InferenceWarning as InferenceWarning
from .initiate_multipart_upload_request import (
    InitiateMultipartUploadRequest as InitiateMultipartUploadRequest,
)
from .initiate_multipart_upload_response import (
    InitiateMultipartUploadResponse as InitiateMultipartUploadResponse,
)
from .inline_audio import InlineAudio as InlineAudio
from .inline_audio_part import InlineAudioPart as InlineAudioPart
from .input_audio_append import InputAudioAppend as InputAudioAppend
from .input_audio_commit import InputAudioCommit as InputAudioCommit
from .input_chunk import InputChunk as InputChunk
from .input_text_append import InputTextAppend as InputTextAppend
from .input_text_clear import InputTextClear as InputTextClear
from .input_text_commit import InputTextCommit as InputTextCommit
from .input_text_received import InputTextReceived as InputTextReceived
from .job import Job as Job
from .job_arguments import JobArguments as JobArguments
from .job_list import JobList as JobList
from .job_status import JobStatus as JobStatus
from .job_status_update import JobStatusUpdate as JobStatusUpdate
from .json_object import JsonObject as JsonObject
from .json_object_format import JsonObjectFormat as JsonObjectFormat
from .json_schema_format import JsonSchemaFormat as JsonSchemaFormat
from .learning_rate_scheduler import LearningRateScheduler as LearningRateScheduler
from .learning_rate_scheduler_type import LearningRateSchedulerType as LearningRateSchedulerType
from .linear_scheduler_args import LinearSchedulerArgs as LinearSchedulerArgs
from .logit_bias import LogitBias as LogitBias
from .lora_config import LoraConfig as LoraConfig
from .lora_training_limits import LoraTrainingLimits as LoraTrainingLimits
from .lora_training_type import LoraTrainingType as LoraTrainingType
from .loss_advantages import LossAdvantages as LossAdvantages
from .loss_config import LossConfig as LossConfig
from .loss_inputs import LossInputs as LossInputs
from .loss_logprobs import LossLogprobs as LossLogprobs
from .loss_mask import LossMask as LossMask
from .loss_metrics import LossMetrics as LossMetrics
from .loss_target_tokens import LossTargetTokens as LossTargetTokens
from .loss_type import LossType as LossType
from .media_link import MediaLink as MediaLink
from .model_info import ModelInfo as ModelInfo
from .model_input import ModelInput as ModelInput
from .model_kind import ModelKind as ModelKind
from .model_limits_error import ModelLimitsError as ModelLimitsError
from .model_pricing import ModelPricing as ModelPricing
from .model_voices import ModelVoices as ModelVoices
from .multimodal_params import MultimodalParams as MultimodalParams
from .named_json_schema import NamedJsonSchema as NamedJsonSchema
from .optim_step_operation import OptimStepOperation as OptimStepOperation
from .optim_step_request import OptimStepRequest as OptimStepRequest
from .optim_step_result import OptimStepResult as OptimStepResult
from .overlong_behavior import OverlongBehavior as OverlongBehavior
from .queue_autoscaling import QueueAutoscaling as QueueAutoscaling
from .queue_cancel_request import QueueCancelRequest as QueueCancelRequest
from .queue_cancel_response import QueueCancelResponse as QueueCancelResponse
from .queue_cancel_status import QueueCancelStatus as QueueCancelStatus
from .queue_error import QueueError as QueueError
from .queue_job import QueueJob as QueueJob
from .queue_job_request import QueueJobRequest as QueueJobRequest
from .queue_job_response import QueueJobResponse as QueueJobResponse
from .queue_job_status import QueueJobStatus as QueueJobStatus
from .queue_metrics import QueueMetrics as QueueMetrics
from .realtime_audio_format import RealtimeAudioFormat as RealtimeAudioFormat
from .realtime_speech_model import RealtimeSpeechModel as RealtimeSpeechModel
from .reasoning_effort import ReasoningEffort as ReasoningEffort
from .reasoning_options import ReasoningOptions as ReasoningOptions
from .region import Region as Region
from .region_list import RegionList as RegionList
from .replica_event import ReplicaEvent as ReplicaEvent
from .replica_events import ReplicaEvents as ReplicaEvents
from .rerank_request import RerankRequest as RerankRequest
from .rerank_response import RerankResponse as RerankResponse
from .rerank_result import RerankResult as RerankResult
from .reranked_document import RerankedDocument as RerankedDocument
from .sample_operation import SampleOperation as SampleOperation
from .sample_request import SampleRequest as SampleRequest
from .sample_result import SampleResult as SampleResult
from .sample_rollout import SampleRollout as SampleRollout
from .sample_sequence import SampleSequence as SampleSequence
from .sampling_params import SamplingParams as SamplingParams
from .secret import Secret as Secret
from .secret_list import SecretList as SecretList
from .sft_training_method import SftTrainingMethod as SftTrainingMethod
from .shared_volume import SharedVolume as SharedVolume
from .shared_volume_delete_response import SharedVolumeDeleteResponse as SharedVolumeDeleteResponse
from .shared_volume_list import SharedVolumeList as SharedVolumeList
from .shared_volume_status import SharedVolumeStatus as SharedVolumeStatus
from .speaker_segment import SpeakerSegment as SpeakerSegment
from .speech_bit_rate import SpeechBitRate as SpeechBitRate
from .speech_chunk import SpeechChunk as SpeechChunk
from .speech_encoding import SpeechEncoding as SpeechEncoding
from .speech_failed import SpeechFailed as SpeechFailed
from .speech_format import SpeechFormat as SpeechFormat
from .speech_language import SpeechLanguage as SpeechLanguage
from .speech_model import SpeechModel as SpeechModel
from .speech_session import SpeechSession as SpeechSession
from .speech_session_created import SpeechSessionCreated as SpeechSessionCreated
from .speech_session_settings import SpeechSessionSettings as SpeechSessionSettings
from .speech_session_update import SpeechSessionUpdate as SpeechSessionUpdate
from .speech_stream_event import SpeechStreamEvent as SpeechStreamEvent
from .start_training_session_request import (
    StartTrainingSessionRequest as StartTrainingSessionRequest,
)
from .stream_output import StreamOutput as StreamOutput
from .stream_output_type import StreamOutputType as StreamOutputType
from .stream_sentinel import StreamSentinel as StreamSentinel
from .successful_execution import SuccessfulExecution as SuccessfulExecution
from .system_message import SystemMessage as SystemMessage
from .tensor_type import TensorType as TensorType
from .text_format import TextFormat as TextFormat
from .text_part import TextPart as TextPart
from .timestamp_granularity import TimestampGranularity as TimestampGranularity
from .token_logprobs import TokenLogprobs as TokenLogprobs
from .tool import Tool as Tool
from .tool_call import ToolCall as ToolCall
from .tool_call_function import ToolCallFunction as ToolCallFunction
from .tool_function import ToolFunction as ToolFunction
from .tool_message import ToolMessage as ToolMessage
from .top_logprobs import TopLogprobs as TopLogprobs
from .training_checkpoint import TrainingCheckpoint as TrainingCheckpoint
from .training_checkpoint_operation import (
    TrainingCheckpointOperation as TrainingCheckpointOperation,
)
from .training_checkpoint_result import TrainingCheckpointResult as TrainingCheckpointResult
from .training_operation_error import TrainingOperationError as TrainingOperationError
from .training_operation_error_code import TrainingOperationErrorCode as TrainingOperationErrorCode
from .training_operation_status import TrainingOperationStatus as TrainingOperationStatus
from .training_sample import TrainingSample as TrainingSample
from .training_session import TrainingSession as TrainingSession
from .training_session_list import TrainingSessionList as TrainingSessionList
from .training_session_page import TrainingSessionPage as TrainingSessionPage
from .training_session_status import TrainingSessionStatus as TrainingSessionStatus
from .training_session_type import TrainingSessionType as TrainingSessionType
from .transcription_completed import TranscriptionCompleted as TranscriptionCompleted
from .transcription_delta import TranscriptionDelta as TranscriptionDelta
from .transcription_failed import TranscriptionFailed as TranscriptionFailed
from .transcription_request import TranscriptionRequest as TranscriptionRequest
from .transcription_response import TranscriptionResponse as TranscriptionResponse
from .transcription_session import TranscriptionSession as TranscriptionSession
from .transcription_session_created import (
    TranscriptionSessionCreated as TranscriptionSessionCreated,
)
from .transcription_session_settings import (
    TranscriptionSessionSettings as TranscriptionSessionSettings,
)
from .transcription_session_update import TranscriptionSessionUpdate as TranscriptionSessionUpdate
from .translation_request import TranslationRequest as TranslationRequest
from .translation_response import TranslationResponse as TranslationResponse
from .turn_detection import TurnDetection as TurnDetection
from .turn_detection_type import TurnDetectionType as TurnDetectionType
from .update_deployment_request import UpdateDeploymentRequest as UpdateDeploymentRequest
from .update_endpoint_request import UpdateEndpointRequest as UpdateEndpointRequest
from .update_gpu_cluster_request import UpdateGPUClusterRequest as UpdateGPUClusterRequest
from .update_secret_request import UpdateSecretRequest as UpdateSecretRequest
from .update_shared_volume_request import UpdateSharedVolumeRequest as UpdateSharedVolumeRequest
from .update_volume_request import UpdateVolumeRequest as UpdateVolumeRequest
from .upload_file_request import UploadFileRequest as UploadFileRequest
from .upload_model_request import UploadModelRequest as UploadModelRequest
from .upload_model_response import UploadModelResponse as UploadModelResponse
from .upload_part import UploadPart as UploadPart
from .upload_part_headers import UploadPartHeaders as UploadPartHeaders
from .uploaded_model import UploadedModel as UploadedModel
from .uploaded_model_type import UploadedModelType as UploadedModelType
from .usage import Usage as Usage
from .user_message import UserMessage as UserMessage
from .video_failure import VideoFailure as VideoFailure
from .video_format import VideoFormat as VideoFormat
from .video_frame import VideoFrame as VideoFrame
from .video_frame_position import VideoFramePosition as VideoFramePosition
from .video_job import VideoJob as VideoJob
from .video_media import VideoMedia as VideoMedia
from .video_output import VideoOutput as VideoOutput
from .video_part import VideoPart as VideoPart
from .video_reference import VideoReference as VideoReference
from .video_status import VideoStatus as VideoStatus
from .voice import Voice as Voice
from .voice_list import VoiceList as VoiceList
from .volume import Volume as Volume
from .volume_content import VolumeContent as VolumeContent
from .volume_content_type import VolumeContentType as VolumeContentType
from .volume_file import VolumeFile as VolumeFile
from .volume_history import VolumeHistory as VolumeHistory
from .volume_list import VolumeList as VolumeList
from .volume_mount import VolumeMount as VolumeMount
from .volume_source import VolumeSource as VolumeSource
from .volume_type import VolumeType as VolumeType
from .volume_version import VolumeVersion as VolumeVersion

__all__: list[str] = [
    "AbortMultipartUploadRequest",
    "AdamWParams",
    "AggregatedScores",
    "AssistantMessage",
    "AudioOutputDelta",
    "AudioOutputDone",
    "AudioPart",
    "AudioReference",
    "AudioResponseFormat",
    "AudioSegment",
    "AudioTask",
    "AudioWord",
    "AutoscalingOff",
    "AvailabilityZoneList",
    "BatchErrorLine",
    "BatchJob",
    "BatchLineError",
    "BatchLineResponse",
    "BatchOutputLine",
    "BatchRequestLine",
    "BatchStatus",
    "BeginUploadRequest",
    "ChatAnswer",
    "ChatChoice",
    "ChatChunkChoice",
    "ChatCompletionChunk",
    "ChatCompletionEvent",
    "ChatCompletionRequest",
    "ChatCompletionResponse",
    "ChatDelta",
    "ChatRole",
    "CheckpointDownload",
    "CheckpointFile",
    "CheckpointRegistration",
    "CheckpointVariant",
    "ClusterBillingType",
    "ClusterGPUType",
    "ClusterStatus",
    "ClusterType",
    "ClusterVolume",
    "CodeFile",
    "CodeFileEncoding",
    "CodeLanguage",
    "CodeResult",
    "CodeSession",
    "CodeSessionList",
    "CodeSessions",
    "CompleteMultipartUploadRequest",
    "CompletedPart",
    "CompletionChoice",
    "CompletionChunk",
    "CompletionChunkChoice",
    "CompletionEvent",
    "CompletionRequest",
    "CompletionResponse",
    "CompletionToken",
    "ControlPlaneNode",
    "CosineSchedulerArgs",
    "CreateBatchRequest",
    "CreateBatchResponse",
    "CreateDeploymentRequest",
    "CreateEndpointRequest",
    "CreateEvaluationRequest",
    "CreateEvaluationResponse",
    "CreateFineTuneRequest",
    "CreateGPUClusterRequest",
    "CreateImageRequest",
    "CreateSecretRequest",
    "CreateSharedVolumeRequest",
    "CreateSpeechRequest",
    "CreateVideoRequest",
    "CreateVolumeRequest",
    "CrossEntropyParams",
    "CustomMetricAutoscaling",
    "DedicatedEndpoint",
    "DeletionNotice",
    "Deployment",
    "DeploymentGPUType",
    "DeploymentList",
    "DeploymentLogs",
    "DeploymentStatus",
    "DisplayData",
    "DisplayOutput",
    "DisplayOutputType",
    "DpoTrainingMethod",
    "DriverVersions",
    "DuplicateFileResponse",
    "EchoedPrompt",
    "EmbeddingData",
    "EmbeddingRequest",
    "EmbeddingResponse",
    "EncodedText",
    "EndpointAutoscaling",
    "EndpointList",
    "EndpointPricing",
    "EndpointState",
    "EndpointSummary",
    "EndpointTargetState",
    "EndpointType",
    "EndpointUsageType",
    "EnvironmentVariable",
    "ErrorDetail",
    "ErrorOutput",
    "ErrorResponse",
    "EvaluationClassifyParameters",
    "EvaluationClassifyResults",
    "EvaluationCompareParameters",
    "EvaluationCompareResults",
    "EvaluationFailure",
    "EvaluationJob",
    "EvaluationJudge",
    "EvaluationModel",
    "EvaluationModelList",
    "EvaluationModelSource",
    "EvaluationScoreParameters",
    "EvaluationScoreResults",
    "EvaluationStatus",
    "EvaluationStatusResponse",
    "EvaluationStatusUpdate",
    "EvaluationType",
    "ExecuteCodeRequest",
    "ExecutionStatus",
    "FailedExecution",
    "FileDeleteResponse",
    "FileEnvelope",
    "FileList",
    "FileProcessingStatus",
    "FilePurpose",
    "FileResponse",
    "FileType",
    "FineTuneCheckpoint",
    "FineTuneCheckpointKind",
    "FineTuneCheckpointList",
    "FineTuneDeleteResponse",
    "FineTuneEvent",
    "FineTuneEventLevel",
    "FineTuneEventList",
    "FineTuneEventType",
    "FineTuneJob",
    "FineTuneList",
    "FineTuneMetrics",
    "FineTuneMetricsFilter",
    "FineTuneMetricsResponse",
    "FineTuneModelLimits",
    "FineTuneModelList",
    "FineTunePriceEstimate",
    "FineTunePriceRequest",
    "FineTuneProgress",
    "FineTuneStatus",
    "FineTuneSummary",
    "FinishReason",
    "ForwardBackwardOperation",
    "ForwardBackwardRequest",
    "ForwardBackwardResult",
    "FullTrainingLimits",
    "FullTrainingType",
    "FunctionCallMode",
    "FunctionMessage",
    "FunctionName",
    "GPUCluster",
    "GPUClusterDeleteResponse",
    "GPUClusterList",
    "GPUWorkerNode",
    "GrpoAggregation",
    "GrpoLossInputs",
    "GrpoParams",
    "HTTPAutoscaling",
    "HTTPMetric",
    "Hardware",
    "HardwareAvailability",
    "HardwareAvailabilityStatus",
    "HardwareList",
    "HardwareSpecs",
    "ImageBase64",
    "ImageFileFormat",
    "ImageLora",
    "ImagePart",
    "ImageResponse",
    "ImageResponseFormat",
    "ImageUrl",
    "InferenceCheckpoint",
    "InferenceCheckpointOperation",
    "InferenceCheckpointResult",
    "InferenceWarning",
    "InitiateMultipartUploadRequest",
    "InitiateMultipartUploadResponse",
    "InlineAudio",
    "InlineAudioPart",
    "InputAudioAppend",
    "InputAudioCommit",
    "InputChunk",
    "InputTextAppend",
    "InputTextClear",
    "InputTextCommit",
    "InputTextReceived",
    "Job",
    "JobArguments",
    "JobList",
    "JobStatus",
    "JobStatusUpdate",
    "JsonObject",
    "JsonObjectFormat",
    "JsonSchemaFormat",
    "LearningRateScheduler",
    "LearningRateSchedulerType",
    "LinearSchedulerArgs",
    "LogitBias",
    "LoraConfig",
    "LoraTrainingLimits",
    "LoraTrainingType",
    "LossAdvantages",
    "LossConfig",
    "LossInputs",
    "LossLogprobs",
    "LossMask",
    "LossMetrics",
    "LossTargetTokens",
    "LossType",
    "MediaLink",
    "ModelInfo",
    "ModelInput",
    "ModelKind",
    "ModelLimitsError",
    "ModelPricing",
    "ModelVoices",
    "MultimodalParams",
    "NamedJsonSchema",
    "OptimStepOperation",
    "OptimStepRequest",
    "OptimStepResult",
    "OverlongBehavior",
    "QueueAutoscaling",
    "QueueCancelRequest",
    "QueueCancelResponse",
    "QueueCancelStatus",
    "QueueError",
    "QueueJob",
    "QueueJobRequest",
    "QueueJobResponse",
    "QueueJobStatus",
    "QueueMetrics",
    "RealtimeAudioFormat",
    "RealtimeSpeechModel",
    "ReasoningEffort",
    "ReasoningOptions",
    "Region",
    "RegionList",
    "ReplicaEvent",
    "ReplicaEvents",
    "RerankRequest",
    "RerankResponse",
    "RerankResult",
    "RerankedDocument",
    "SampleOperation",
    "SampleRequest",
    "SampleResult",
    "SampleRollout",
    "SampleSequence",
    "SamplingParams",
    "Secret",
    "SecretList",
    "SftTrainingMethod",
    "SharedVolume",
    "SharedVolumeDeleteResponse",
    "SharedVolumeList",
    "SharedVolumeStatus",
    "SpeakerSegment",
    "SpeechBitRate",
    "SpeechChunk",
    "SpeechEncoding",
    "SpeechFailed",
    "SpeechFormat",
    "SpeechLanguage",
    "SpeechModel",
    "SpeechSession",
    "SpeechSessionCreated",
    "SpeechSessionSettings",
    "SpeechSessionUpdate",
    "SpeechStreamEvent",
    "StartTrainingSessionRequest",
    "StreamOutput",
    "StreamOutputType",
    "StreamSentinel",
    "SuccessfulExecution",
    "SystemMessage",
    "TensorType",
    "TextFormat",
    "TextPart",
    "TimestampGranularity",
    "TokenLogprobs",
    "Tool",
    "ToolCall",
    "ToolCallFunction",
    "ToolFunction",
    "ToolMessage",
    "TopLogprobs",
    "TrainingCheckpoint",
    "TrainingCheckpointOperation",
    "TrainingCheckpointResult",
    "TrainingOperationError",
    "TrainingOperationErrorCode",
    "TrainingOperationStatus",
    "TrainingSample",
    "TrainingSession",
    "TrainingSessionList",
    "TrainingSessionPage",
    "TrainingSessionStatus",
    "TrainingSessionType",
    "TranscriptionCompleted",
    "TranscriptionDelta",
    "TranscriptionFailed",
    "TranscriptionRequest",
    "TranscriptionResponse",
    "TranscriptionSession",
    "TranscriptionSessionCreated",
    "TranscriptionSessionSettings",
    "TranscriptionSessionUpdate",
    "TranslationRequest",
    "TranslationResponse",
    "TurnDetection",
    "TurnDetectionType",
    "UpdateDeploymentRequest",
    "UpdateEndpointRequest",
    "UpdateGPUClusterRequest",
    "UpdateSecretRequest",
    "UpdateSharedVolumeRequest",
    "UpdateVolumeRequest",
    "UploadFileRequest",
    "UploadModelRequest",
    "UploadModelResponse",
    "UploadPart",
    "UploadPartHeaders",
    "UploadedModel",
    "UploadedModelType",
    "Usage",
    "UserMessage",
    "VideoFailure",
    "VideoFormat",
    "VideoFrame",
    "VideoFramePosition",
    "VideoJob",
    "VideoMedia",
    "VideoOutput",
    "VideoPart",
    "VideoReference",
    "VideoStatus",
    "Voice",
    "VoiceList",
    "Volume",
    "VolumeContent",
    "VolumeContentType",
    "VolumeFile",
    "VolumeHistory",
    "VolumeList",
    "VolumeMount",
    "VolumeSource",
    "VolumeType",
    "VolumeVersion",
]

def __dir__() -> list[str]: ...

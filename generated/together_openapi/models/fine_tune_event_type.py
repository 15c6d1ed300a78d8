# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenStrEnum


class FineTuneEventType(OpenStrEnum):
    """What happened in a fine-tuning job."""

    JOB_PENDING = "job_pending"
    JOB_START = "job_start"
    JOB_STOPPED = "job_stopped"
    MODEL_DOWNLOADING = "model_downloading"
    MODEL_DOWNLOAD_COMPLETE = "model_download_complete"
    TRAINING_DATA_DOWNLOADING = "training_data_downloading"
    TRAINING_DATA_DOWNLOAD_COMPLETE = "training_data_download_complete"
    VALIDATION_DATA_DOWNLOADING = "validation_data_downloading"
    VALIDATION_DATA_DOWNLOAD_COMPLETE = "validation_data_download_complete"
    WANDB_INIT = "wandb_init"
    TRAINING_START = "training_start"
    CHECKPOINT_SAVE = "checkpoint_save"
    BILLING_LIMIT = "billing_limit"
    EPOCH_COMPLETE = "epoch_complete"
    TRAINING_COMPLETE = "training_complete"
    MODEL_COMPRESSING = "model_compressing"
    MODEL_COMPRESSION_COMPLETE = "model_compression_complete"
    MODEL_UPLOADING = "model_uploading"
    MODEL_UPLOAD_COMPLETE = "model_upload_complete"
    JOB_COMPLETE = "job_complete"
    JOB_ERROR = "job_error"
    CANCEL_REQUESTED = "cancel_requested"
    JOB_RESTARTED = "job_restarted"
    REFUND = "refund"
    WARNING = "warning"

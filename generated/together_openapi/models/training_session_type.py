# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenStrEnum


class TrainingSessionType(OpenStrEnum):
    """What a session has machines for; one that only trains can not write answers."""

    SESSION_TYPE_UNSPECIFIED = "SESSION_TYPE_UNSPECIFIED"
    SESSION_TYPE_TRAINER_AND_GENERATOR = "SESSION_TYPE_TRAINER_AND_GENERATOR"
    SESSION_TYPE_TRAINER_ONLY = "SESSION_TYPE_TRAINER_ONLY"

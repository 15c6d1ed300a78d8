# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenStrEnum


class TurnDetectionType(OpenStrEnum):
    """Ways to tell where speech ends."""

    SERVER_VAD = "server_vad"
    NONE = "none"

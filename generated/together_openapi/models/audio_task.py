# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenStrEnum


class AudioTask(OpenStrEnum):
    """What was done with a recording."""

    TRANSCRIBE = "transcribe"
    TRANSLATE = "translate"

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenStrEnum


class SpeechFormat(OpenStrEnum):
    """Formats that a recording can come in; raw has no header."""

    MP3 = "mp3"
    WAV = "wav"
    RAW = "raw"

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenStrEnum


class RealtimeAudioFormat(OpenStrEnum):
    """Formats that are understood in real time; 16-bit PCM at 16000 Hz."""

    PCM_S16LE_16000 = "pcm_s16le_16000"

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenIntEnum


class SpeechBitRate(OpenIntEnum):
    """Bits a second of an MP3 recording."""

    VALUE_32000 = 32000
    VALUE_64000 = 64000
    VALUE_96000 = 96000
    VALUE_128000 = 128000
    VALUE_192000 = 192000

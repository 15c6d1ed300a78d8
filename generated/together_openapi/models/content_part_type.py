# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenStrEnum


class ContentPartType(OpenStrEnum):
    """Kinds of pieces that a message is made of."""

    TEXT = "text"
    IMAGE_URL = "image_url"
    VIDEO_URL = "video_url"
    AUDIO_URL = "audio_url"
    INPUT_AUDIO = "input_audio"

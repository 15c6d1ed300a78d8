# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenStrEnum


class RealtimeSpeechModel(OpenStrEnum):
    """Models that read aloud in real time."""

    HEXGRADKOKORO_82M = "hexgrad/Kokoro-82M"
    CARTESIASONIC_ENGLISH = "cartesia/sonic-english"

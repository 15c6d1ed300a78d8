# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenStrEnum


class SpeechModel(OpenStrEnum):
    """Models that are known to read aloud."""

    CARTESIASONIC = "cartesia/sonic"
    HEXGRADKOKORO_82M = "hexgrad/Kokoro-82M"
    CANOPYLABSORPHEUS_3B_0_1_FT = "canopylabs/orpheus-3b-0.1-ft"

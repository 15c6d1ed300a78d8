# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenStrEnum


class FineTuneEventLevel(OpenStrEnum):
    """How serious an event is."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"
    LEGACY_INFO = "legacy_info"
    LEGACY_IWARNING = "legacy_iwarning"
    LEGACY_IERROR = "legacy_ierror"

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenStrEnum


class CodeLanguage(OpenStrEnum):
    """Languages that can be run."""

    PYTHON = "python"

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenStrEnum


class VolumeContentType(OpenStrEnum):
    """Where the content of a volume comes from; files are those that were uploaded."""

    FILES = "files"

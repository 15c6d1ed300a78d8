# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from ..types import OpenStrEnum


class FileType(OpenStrEnum):
    """Format of the content."""

    CSV = "csv"
    JSONL = "jsonl"
    PARQUET = "parquet"

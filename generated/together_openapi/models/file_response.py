# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from typing import Any, Literal

from attrs import define, field

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class FileResponse(Model):
    """What the server knows about a file.

    Attributes:
        id: Identifies the file.
        object_: Always file.
        created_at: When the file was stored, in seconds since 1970.
        filename: Name that the file was stored under.
        bytes_: Size of the content in bytes.
        purpose: What the file is for.
        file_type: Format of the content.
        processed: Whether the server is done with checking the file.
        line_count: Number of lines, once they were counted.
        processing_status: How far the server is with checking the file; newer servers only.
        validation_report: What the check found; newer servers only, in no promised shape.
    """

    id: str
    object_: Literal["file"] = field(metadata={"wire": "object"})
    created_at: int
    filename: str
    bytes_: int = field(metadata={"wire": "bytes"})
    purpose: m.FilePurpose
    file_type: m.FileType = field(metadata={"wire": "FileType"})
    processed: bool = field(metadata={"wire": "Processed"})
    line_count: int | Unset = field(default=UNSET, metadata={"wire": "LineCount"})
    processing_status: m.FileProcessingStatus | Unset = UNSET
    validation_report: Any = UNSET

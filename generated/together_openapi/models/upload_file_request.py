# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, File, Unset


@define(repr=False)
class UploadFileRequest(Model):
    """A file and its content.

    Attributes:
        purpose: What the file is for.
        file_name: Name to store the file under.
        file: The content.
        file_type: Format of the content; the server takes it for jsonl if left out.
    """

    purpose: m.FilePurpose
    file_name: str
    file: File
    file_type: m.FileType | Unset = UNSET

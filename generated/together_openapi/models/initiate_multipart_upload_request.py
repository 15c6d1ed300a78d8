# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class InitiateMultipartUploadRequest(Model):
    """The file that is about to be sent in parts.

    Attributes:
        file_name: Name to store the file under.
        file_size: Size of the whole content in bytes; at most 50.1 GB.
        num_parts: Number of parts.
        purpose: What the file is for.
        file_type: Format of the content.
        checksum: SHA-256 of the whole content in hexadecimal digits.
    """

    file_name: str
    file_size: int
    num_parts: int
    purpose: m.FilePurpose
    file_type: m.FileType
    checksum: str | Unset = UNSET

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class BeginUploadRequest(Model):
    """The file that is about to be sent.

    Attributes:
        purpose: What the file is for.
        file_name: Name to store the file under.
        file_type: Format of the content.
        checksum: SHA-256 of the content in hexadecimal digits; lets the server spot a
            duplicate.
    """

    purpose: m.FilePurpose
    file_name: str
    file_type: m.FileType
    checksum: str | Unset = UNSET

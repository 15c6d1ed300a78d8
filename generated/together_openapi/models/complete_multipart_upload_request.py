# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model


@define(repr=False)
class CompleteMultipartUploadRequest(Model):
    """The parts that were sent.

    Attributes:
        upload_id: Id of the upload.
        file_id: Identifies the file.
        parts: Every part once.
    """

    upload_id: str
    file_id: str
    parts: list[m.CompletedPart]

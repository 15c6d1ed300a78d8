# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model


@define(repr=False)
class AbortMultipartUploadRequest(Model):
    """The upload to give up.

    Attributes:
        upload_id: Id of the upload.
        file_id: Identifies the file.
    """

    upload_id: str
    file_id: str

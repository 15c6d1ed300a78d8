# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model


@define(repr=False)
class InitiateMultipartUploadResponse(Model):
    """Where the parts go.

    Attributes:
        upload_id: Id of this upload; needed to complete or abort it.
        file_id: Id of the file that the parts will become.
        parts: One entry for each part.
    """

    upload_id: str
    file_id: str
    parts: list[m.UploadPart]

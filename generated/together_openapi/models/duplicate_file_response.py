# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class DuplicateFileResponse(Model):
    """The content is stored already, under another id.

    Attributes:
        file_id: Id of the file that holds the same content.
        error: Why the request was refused.
    """

    file_id: str | Unset = UNSET
    error: m.ErrorDetail | str | Unset = UNSET

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class CreateBatchResponse(Model):
    """The job that was started.

    Attributes:
        job: The job; can be null even though the request was accepted.
        warning: What the server found odd about the request.
    """

    job: m.BatchJob | Unset | None = UNSET
    warning: str | Unset | None = UNSET

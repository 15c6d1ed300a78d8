# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from .. import models as m
from ..model import Model


@define(repr=False)
class UploadModelResponse(Model):
    """The model that is being fetched.

    Attributes:
        data: The model, and the job that fetches it.
        message: The outcome, for people.
    """

    data: m.UploadedModel
    message: str

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class FineTuneDeleteResponse(Model):
    """What became of a request to delete a job.

    Attributes:
        message: The outcome, for people.
    """

    message: str | Unset = UNSET

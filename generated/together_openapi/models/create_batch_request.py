# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class CreateBatchRequest(Model):
    """What to run, and where.

    Attributes:
        endpoint: Endpoint that every line goes to.
        input_file_id: Id of the file with the requests; its purpose must be batch-api.
        completion_window: How long the job may take.
        priority: Priority of the job.
        model_id: Model for every line.
    """

    endpoint: str
    input_file_id: str
    completion_window: str | Unset = "24h"
    priority: int | Unset = UNSET
    model_id: str | Unset = UNSET

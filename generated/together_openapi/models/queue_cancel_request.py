# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define

from ..model import Model


@define(repr=False)
class QueueCancelRequest(Model):
    """The job to cancel.

    Attributes:
        model: Model that the job was handed to.
        request_id: Id that submit_queue_job gave to the job.
    """

    model: str
    request_id: str

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

import datetime

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class QueueJob(Model):
    """A job in a queue.

    Attributes:
        request_id: Identifies the job.
        model: Model that the job was handed to.
        status: State of the job.
        priority: The higher, the sooner.
        inputs: What the model got.
        outputs: What the model made of it, once the job is done.
        info: Notes that came with the job, and what was added to them.
        warnings: What was odd about the request.
        retries: How often it was begun again because a worker fell silent; after the third
            time it fails.
        created_at: When it was handed in.
        claimed_at: When a worker took it.
        done_at: When it was done, or failed.
    """

    request_id: str
    model: str
    status: m.QueueJobStatus
    priority: int | Unset = UNSET
    inputs: m.JsonObject | Unset = UNSET
    outputs: m.JsonObject | Unset = UNSET
    info: m.JsonObject | Unset = UNSET
    warnings: list[str] | Unset = UNSET
    retries: int | Unset = UNSET
    created_at: datetime.datetime | Unset = UNSET
    claimed_at: datetime.datetime | Unset = UNSET
    done_at: datetime.datetime | Unset = UNSET

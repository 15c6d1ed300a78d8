# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

import datetime

from attrs import define, field

from .. import models as m
from ..model import Model


@define(repr=False)
class Job(Model):
    """Something that the server does with a model.

    Attributes:
        type_: What it does.
        job_id: Identifies the job.
        status: State of the job.
        status_updates: How it came to that state.
        args: What the job was started with.
        created_at: When it was accepted.
        updated_at: When it last changed.
    """

    type_: str = field(metadata={"wire": "type"})
    job_id: str
    status: m.JobStatus
    status_updates: list[m.JobStatusUpdate]
    args: m.JobArguments
    created_at: datetime.datetime
    updated_at: datetime.datetime

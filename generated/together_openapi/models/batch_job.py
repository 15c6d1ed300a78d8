# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

import datetime

from attrs import define

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class BatchJob(Model):
    """A batch job. Any field can be missing or null.

    Attributes:
        id: Id of the job.
        user_id: Id of the account that started the job.
        input_file_id: Id of the file with the requests.
        file_size_bytes: Size of the input file in bytes.
        status: State of the job.
        job_deadline: When the job expires.
        created_at: When the job was accepted.
        endpoint: Endpoint that every line goes to.
        progress: Share of the job that is done, from 0 to 100.
        model_id: Model that answers, where it is the same for every line.
        output_file_id: Id of the file with the answers.
        error_file_id: Id of the file with the lines that failed.
        error: Why the job failed as a whole.
        completed_at: When the job reached its end.
    """

    id: str | Unset | None = UNSET
    user_id: str | Unset | None = UNSET
    input_file_id: str | Unset | None = UNSET
    file_size_bytes: int | Unset | None = UNSET
    status: m.BatchStatus | Unset | None = UNSET
    job_deadline: datetime.datetime | Unset | None = UNSET
    created_at: datetime.datetime | Unset | None = UNSET
    endpoint: str | Unset | None = UNSET
    progress: float | Unset | None = UNSET
    model_id: str | Unset | None = UNSET
    output_file_id: str | Unset | None = UNSET
    error_file_id: str | Unset | None = UNSET
    error: str | Unset | None = UNSET
    completed_at: datetime.datetime | Unset | None = UNSET

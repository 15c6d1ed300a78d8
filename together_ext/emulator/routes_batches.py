"""Batches: create, list, look at, cancel. Nothing is deduplicated: two requests are two jobs."""

from __future__ import annotations

import hashlib
import time
import uuid
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from together_ext.emulator import context
from together_ext.emulator.batches import TERMINAL
from together_ext.emulator.bending import JOB
from together_ext.emulator.context import Context
from together_ext.emulator.settings import BATCH_ENDPOINTS
from together_ext.emulator.shapes import ApiError, Json, batch_job, not_found, processing_status
from together_ext.emulator.store import FileRecord, JobRecord


class BatchRoutes:
    """The handlers.

    Args:
        shared: The emulator.
    """

    def __init__(self, shared: Context) -> None:
        self._shared = shared
        self._store = shared.store

    async def create(self, request: Request) -> Response:
        """``POST /batches``."""
        fields = await context.json_object(request)
        source = self._shared.file(context.text(fields, "input_file_id"))
        endpoint = context.text(fields, "endpoint")
        if endpoint not in BATCH_ENDPOINTS:
            message = f"{endpoint!r} cannot be batched."
            raise ApiError(400, message, code="invalid_value", param="endpoint")
        if fields.get("completion_window") not in (None, "24h"):
            message = "completion_window must be 24h."
            raise ApiError(400, message, code="invalid_value", param="completion_window")
        priority = fields.get("priority")
        if priority is not None and (not isinstance(priority, int) or isinstance(priority, bool)):
            raise ApiError(400, "priority must be an integer.", param="priority")
        model = fields.get("model_id")
        if model is not None:
            model = context.text(fields, "model_id")
        _usable(source)
        now = time.time()
        job = JobRecord(
            id=str(uuid.uuid4()),
            input_file_id=source.id,
            file_size_bytes=source.bytes or 0,
            endpoint=endpoint,
            model_id=model,
            status="VALIDATING",
            created_at=now,
            deadline=now + self._shared.settings.deadline_seconds,
            output_name=f"file-{uuid.uuid4()}",
            error_name=f"file-{uuid.uuid4()}",
        )
        told = request.scope["state"].get(JOB)
        if told is not None:
            job = replace(
                job,
                end_as=told["end"] or None,
                end_after=float(told["after"]),
                hidden_until=now + told["hidden"],
            )
        self._shared.runner.link_input(job, self._store.content(source))
        self._store.put(job)
        self._shared.runner.start(job.id)
        body: dict[str, object] = {"job": batch_job(job)}
        if priority is not None:
            body["warning"] = "priority is accepted and has no effect here"
        return Json(body, status_code=201)

    async def list(self, _request: Request) -> Response:
        """``GET /batches``: no order is promised, so none that could be relied on is given."""
        jobs = self._store.where(JobRecord, "hidden_until <= ?", time.time())
        jobs.sort(key=lambda job: hashlib.sha256(job.id.encode()).digest())
        return Json([batch_job(job) for job in jobs])

    async def retrieve(self, request: Request) -> Response:
        """``GET /batches/{id}``."""
        return Json(batch_job(self._job(request)))

    async def cancel(self, request: Request) -> Response:
        """``POST /batches/{id}/cancel``: again is fine, too late is not."""
        job = self._job(request)
        if job.status in TERMINAL - {"CANCELLED"}:
            message = f"A job that is {job.status} cannot be cancelled."
            raise ApiError(400, message, code="invalid_state", param="id")
        if job.status not in ("CANCELLED", "CANCELING"):
            job = self._shared.runner.cancel(job)
        return Json(batch_job(job))

    def _job(self, request: Request) -> JobRecord:
        id = request.path_params["id"]
        job = self._store.get(JobRecord, id)
        if job is None:
            raise not_found("batch", id)
        return job


def _usable(source: FileRecord) -> None:
    """Refuse a file that no job can be made of. One with bad lines can: the job says which."""
    if source.purpose != "batch-api":
        message = f"The file's purpose is {source.purpose!r}, not 'batch-api'."
        raise ApiError(400, message, code="invalid_purpose", param="input_file_id")
    if processing_status(source) in ("PENDING", "RUNNING"):
        message = "The file has not been uploaded and processed yet."
        raise ApiError(400, message, code="file_not_processed", param="input_file_id")

"""The JSON shapes of the API: errors, files, jobs. Pure: records in, JSON-ready values out."""

from __future__ import annotations

import json
import time
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse

if TYPE_CHECKING:
    from together_ext.emulator.store import FileRecord, JobRecord


def dump(value: object) -> bytes:
    """JSON as UTF-8 with real characters; a lone surrogate, which UTF-8 cannot hold, is escaped."""
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":")).encode()


class Json(JSONResponse):
    """A JSON response that survives every string a client can send."""

    def render(self, content: Any) -> bytes:
        """Encode the content."""
        return dump(content)


_TYPES = {401: "authentication_error", 429: "rate_limit_error"}


class ApiError(Exception):
    """An answer in the API's error shape.

    Args:
        status: The HTTP status.
        message: One sentence for a person.
        code: A stable word for a program.
        param: The request field at fault.
        extra: Fields beside ``error`` at the top level.
        headers: Headers to answer with.
    """

    def __init__(
        self,
        status: int,
        message: str,
        *,
        code: str | None = None,
        param: str | None = None,
        extra: dict[str, object] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.code = code
        self.param = param
        self.extra = extra or {}
        self.headers = headers

    def body(self) -> dict[str, object]:
        """The error as the API's JSON object."""
        fallback = "server_error" if self.status >= 500 else "invalid_request_error"
        error = {
            "message": self.message,
            "type": _TYPES.get(self.status, fallback),
            "param": self.param,
            "code": self.code,
        }
        return {"error": error, **self.extra}

    def response(self, *, bare: bool = False) -> Json:
        """The error as a response; ``bare`` gives the string shape documented for batches."""
        body = {"error": self.message, **self.extra} if bare else self.body()
        return Json(body, status_code=self.status, headers=self.headers)


def not_found(what: str, id: str) -> ApiError:
    """A 404 for one resource."""
    return ApiError(404, f"No {what} with id {id!r} exists.", code="not_found", param="id")


def iso(moment: float) -> str:
    """A unix time as RFC 3339 in UTC, with the Z the API writes."""
    stamp = datetime.fromtimestamp(moment, tz=timezone.utc).isoformat(timespec="microseconds")
    return stamp.replace("+00:00", "Z")


def file_response(record: FileRecord) -> dict[str, object]:
    """A FileResponse.

    ``Processed`` says that processing has ended, well or badly; ``processing_status`` says which.
    """
    status = processing_status(record)
    shape: dict[str, object] = {
        "id": record.id,
        "object": "file",
        "created_at": int(record.created_at),
        "filename": record.filename,
        "bytes": record.bytes or 0,
        "purpose": record.purpose,
        "FileType": record.file_type,
        "LineCount": record.line_count or 0,
        "Processed": status in ("COMPLETED", "INVALID_FORMAT"),
        "processing_status": status,
    }
    if shape["Processed"] and record.purpose == "batch-api":
        report: dict[str, object] = {"valid": record.problem is None, "file_id": record.id}
        report["nlines"] = record.line_count or 0
        if record.problem is not None:
            report |= {"error": record.problem, "error_type": "INVALID_FORMAT"}
        shape["validation_report"] = report
    return shape


def processing_status(record: FileRecord) -> str:
    """Where a file is on its way from announced to usable."""
    if record.state != "processed":
        return "PENDING"
    if record.ready_at > time.time():
        return "RUNNING"
    return "COMPLETED" if record.problem is None else "INVALID_FORMAT"


def batch_job(record: JobRecord) -> dict[str, object]:
    """A BatchJob. What is not known yet is left out, as the service does."""
    shape: dict[str, object] = {
        "id": record.id,
        "user_id": "user-emulator",
        "input_file_id": record.input_file_id,
        "file_size_bytes": record.file_size_bytes,
        "status": record.status,
        "job_deadline": iso(record.deadline),
        "created_at": iso(record.created_at),
        "endpoint": record.endpoint,
        "progress": progress(record),
    }
    optional = {
        "model_id": record.model_id,
        "output_file_id": record.output_file_id,
        "error_file_id": record.error_file_id,
        "error": record.error,
        "completed_at": None if record.completed_at is None else iso(record.completed_at),
    }
    return shape | {name: value for name, value in optional.items() if value is not None}


def progress(record: JobRecord) -> float:
    """Percent of the rows that are done."""
    if record.status == "COMPLETED":
        return 100.0
    return round(100.0 * record.rows_done / record.rows, 2) if record.rows else 0.0

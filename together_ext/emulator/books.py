"""What really happened: every request on both origins, so a test can prove what a client did."""

from __future__ import annotations

import json
import time
from collections import Counter
from typing import Any

from starlette.types import Scope

from together_ext.emulator.store import FileRecord, JobRecord, Store

_LOG_LENGTH = 2000


class Books:
    """Kept in the database, so a restart forgets nothing.

    Args:
        store: Where to keep them.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def begin(self, origin: str, path: str, operation: str, scope: Scope, request_id: str) -> int:
        """Note a request before anything is done about it; returns its number."""
        names = [name.decode("latin-1").lower() for name, _ in scope["headers"]]
        found = self._store.query(
            "INSERT INTO requests (time, origin, method, path, operation, headers, authorization,"
            " request_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING seq",
            time.time(),
            origin,
            scope["method"],
            path,
            operation,
            json.dumps(names),
            "authorization" in names,
            request_id,
        )
        return int(found[0]["seq"])

    def finish(self, seq: int, status: int | None, received: int, fault: str | None) -> None:
        """Note how it ended; no status means that no answer left."""
        self._store.query(
            "UPDATE requests SET status = ?, received = ?, fault = ? WHERE seq = ?",
            status,
            received,
            fault,
            seq,
        )

    def report(self) -> dict[str, Any]:
        """Everything, as JSON."""
        rows = self._store.query(
            "SELECT * FROM (SELECT * FROM requests ORDER BY seq DESC LIMIT ?) ORDER BY seq",
            _LOG_LENGTH,
        )
        log = [
            {
                **dict(row),
                "headers": json.loads(row["headers"]),
                "authorization": bool(row["authorization"]),
            }
            for row in rows
        ]
        counted = self._store.query(
            "SELECT operation, count(*) AS n FROM requests GROUP BY operation"
        )
        leaked = self._store.query(
            "SELECT count(*) AS n FROM requests WHERE origin = 'storage' AND authorization"
        )
        jobs = self._store.where(JobRecord)
        inputs = Counter(job.input_file_id for job in jobs)
        return {
            "requests": {row["operation"]: row["n"] for row in counted},
            "authorization_on_storage": leaked[0]["n"],
            "jobs": [_job(job) for job in jobs],
            "jobs_by_input": dict(inputs),
            "files": [_file(record) for record in self._store.where(FileRecord)],
            "puts": [e for e in log if e["origin"] == "storage" and e["method"] == "PUT"],
            "log": log,
        }


def _job(job: JobRecord) -> dict[str, Any]:
    return {
        "id": job.id,
        "input_file_id": job.input_file_id,
        "endpoint": job.endpoint,
        "status": job.status,
        "created_at": job.created_at,
        "rows": job.rows,
        "rows_done": job.rows_done,
    }


def _file(record: FileRecord) -> dict[str, Any]:
    return {
        "id": record.id,
        "filename": record.filename,
        "purpose": record.purpose,
        "state": record.state,
        "bytes": record.bytes,
        "sha256": record.sha256,
        "created_at": record.created_at,
    }

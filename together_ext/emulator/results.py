"""One batch row to the lines it becomes. Pure: the same row of the same job, the same bytes."""

from __future__ import annotations

import hashlib

from together_ext.emulator.engines import Engine
from together_ext.emulator.inference import answer, metadata
from together_ext.emulator.rows import parse
from together_ext.emulator.shapes import ApiError, dump
from together_ext.emulator.store import JobRecord


def result(
    engine: Engine, job: JobRecord, place: int, line: bytes, created: int | None = None
) -> tuple[bool, bytes]:
    """Run one row.

    Args:
        engine: What answers.
        job: The job.
        place: The row's place in the input.
        line: The row.
        created: The unix time the answer bears; None for the job's.

    Returns:
        Whether the result is for the output file (or for the error file), and its lines, which are
        one unless the row asks for another number.
    """
    row = parse(line)
    id, body = row["custom_id"], row["body"]
    if not body.get("model"):
        body = {**body, "model": job.model_id}
    forced = metadata(body)
    alias = forced.get("emulator_alias")
    if isinstance(alias, str):
        id = alias
    raw = forced.get("emulator_raw")
    if isinstance(raw, str):
        return True, raw.encode() + b"\n"
    repeat = forced.get("emulator_repeat", 1)
    times = repeat if isinstance(repeat, int) and 0 <= repeat <= 10 else 1
    try:
        made = answer(
            engine, job.endpoint, body, int(job.created_at) if created is None else created
        )
    except ApiError as error:
        fail = forced.get("emulator_fail")
        code = fail if isinstance(fail, int) else error.code
        return False, _line(custom_id=id, error={"message": error.message, "code": code}) * times
    status = forced.get("emulator_status", 200)
    if status != 200:
        made = ApiError(400, "The request asked for this status.").body()
    unique = hashlib.sha256(f"{job.id}/{place}".encode()).hexdigest()[:24]
    response = {"status_code": status, "body": made}
    return True, _line(id=f"br_{unique}", custom_id=id, response=response) * times


def never_ran(line: bytes) -> bytes:
    """The error line of a row that an expired job did not reach."""
    error = {"message": "The job expired before this request ran.", "code": "batch_expired"}
    return _line(custom_id=parse(line)["custom_id"], error=error)


def _line(**fields: object) -> bytes:
    return dump(fields) + b"\n"

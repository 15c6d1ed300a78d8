"""The end of a run: its results written, its totals added up."""

from __future__ import annotations

import os
from functools import partial
from typing import Any

from .. import operations
from ..flow import Flow, Work
from .collect import restore
from .desk import Desk, work
from .ledger import Ledger
from .merge import Merged, merge
from .outcomes import Outcomes
from .prices import load_prices
from .result import RunResult, usage_of
from .spec import Spec


def merged(desk: Desk, outcomes: Outcomes) -> Flow[Merged]:
    """Write the results; where they were written of the same answers, leave them as they are."""
    path = desk.spec.output
    entries = yield from desk.keep(Ledger.entries)
    jobs = sorted(str(entry.job_id) for entry in entries if entry.collected)
    before = yield from desk.keep(Ledger.get, "merged")
    # Another run, or this one under another output, may have left as many bytes there.
    there = yield Work(partial(_stamp, desk.spec))
    if before is not None and before["jobs"] == jobs and before.get("file") == there:
        return Merged(path, before["rows"], before["bytes"])
    for entry in entries:
        if entry.collected:
            yield from restore(desk, entry)
    made: Merged = yield from work(merge(outcomes, path))
    file = yield Work(partial(_stamp, desk.spec))
    note = {"jobs": jobs, "rows": made.rows, "bytes": made.bytes, "file": file}
    yield from desk.keep(Ledger.put, {"merged": note})
    desk.tell()
    return made


def _stamp(spec: Spec) -> list[Any]:
    """Tell the result file from any other one."""
    # Relative, so that output and state can be moved together.
    where = os.path.relpath(spec.output, spec.state)
    try:
        found = spec.output.stat()
    except OSError:
        return [where]
    return [where, found.st_size, found.st_mtime_ns]


def result_of(desk: Desk, outcomes: Outcomes, began: float) -> RunResult:
    """Add up what a run came to.

    Args:
        desk: The run's.
        outcomes: Of its rows.
        began: When this call began, by the desk's clock.
    """
    entries = [entry for entry in desk.ledger.entries() if entry.job_id is not None]
    brought = [outcomes.collected(str(entry.job_id)) for entry in entries]
    return RunResult(
        output=desk.spec.output,
        counts=outcomes.counts(),
        usage=usage_of(outcomes.usage(), load_prices(desk.spec.prices)),
        endpoint=desk.spec.endpoint,
        jobs=tuple(str(entry.job_id) for entry in entries),
        retries=sum(entry.attempt > 1 for entry in entries),
        bytes_sent=sum(entry.size for entry in entries),
        bytes_received=sum(job.bytes for job in brought if job is not None),
        seconds=desk.clock() - began,
        reader=operations.response_reader(desk.spec.endpoint),
    )

"""One job to its answers: look, download both files, note what became of each row."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from .. import errors, names, operations, polling
from ..flow import Fetch, Flow, Work
from ..transfer.journal import Identity
from ..transfer.source import Source
from .desk import Desk, shard_of, text_of, work
from .ledger import Entry, Ledger
from .outcomes import Outcomes

if TYPE_CHECKING:
    from together_openapi.models import BatchJob

    from ..transfer.download import FileObject

log = logging.getLogger("together_ext")

# A job that calls itself COMPLETED and has no file yet: its files may be a moment late.
_LOOKS_FOR_FILES = 3


def look(desk: Desk, entry: Entry) -> Flow[Entry]:
    """Look at the job of a shard, and note how it is.

    Raises:
        APIError: The API refused, or gave no good answer for as long as patience lasts.
    """
    call = operations.get_batch(str(entry.job_id))
    looks = 0
    while True:
        # A job that was made a moment ago may not be known everywhere yet.
        job = yield from desk.ask(f"job {entry.job_id}", call, (errors.NotFoundError,))
        desk.job = job
        seen = _seen(entry, job)
        looks += 1
        late = seen.status == "COMPLETED" and not (seen.output_file_id or seen.error_file_id)
        if not late or looks >= _LOOKS_FOR_FILES:
            break
        yield from desk.pause(polling.next_look(looks, desk.policy.chance(), None))
    if seen != entry:
        yield from desk.keep(
            Ledger.seen,
            entry,
            status=seen.status or "",
            output_file_id=seen.output_file_id,
            error_file_id=seen.error_file_id,
            error=seen.error,
        )
        desk.tell()
    return seen


def is_finished(entry: Entry) -> bool:
    """Say whether the job of a shard will not change any more."""
    return entry.status in polling.TERMINAL


def collect(desk: Desk, outcomes: Outcomes, entry: Entry) -> Flow[None]:
    """Bring in what a finished job left, in whatever way it finished: both files, where they are.

    Raises:
        DownloadError: A file did not come whole.
        APIError: The API refused.
    """
    output = yield from _fetch(desk, entry, entry.output_file_id)
    failed = yield from _fetch(desk, entry, entry.error_file_id)
    shard = shard_of(entry, desk.spec)
    status = f"{entry.status}: {entry.error}" if entry.error else str(entry.status)
    brought = yield from work(outcomes.collect(shard, str(entry.job_id), output, failed, status))
    yield from desk.keep(Ledger.collected, entry)
    log.info("%s: job %s is in: %s", entry.name, entry.job_id, brought)
    desk.tell()


def cancel(desk: Desk, entry: Entry) -> Flow[None]:
    """Ask for the job of a shard to be stopped; one that is finished is let be."""
    try:
        yield from desk.ask(f"job {entry.job_id}", operations.cancel_batch(str(entry.job_id)))
    except (errors.BadRequestError, errors.ConflictError, errors.NotFoundError) as error:
        log.info("job %s is not cancelled: %s", entry.job_id, error)


def _seen(entry: Entry, job: BatchJob) -> Entry:
    return replace(
        entry,
        status=polling.status_of(job),
        output_file_id=text_of(job.output_file_id),
        error_file_id=text_of(job.error_file_id),
        error=text_of(job.error),
    )


def _fetch(desk: Desk, entry: Entry, file_id: str | None) -> Flow[Path | None]:
    if file_id is None:
        return None
    name = names.normalize_key(f"{entry.number:05d}-{file_id}.jsonl")
    path = desk.spec.room.answers / name
    # Under its final name a file is whole: one that a former process brought is not asked again.
    if (yield Work(path.exists)):
        return path
    source = Source(
        identity=Identity(desk.api, file_id),
        content=operations.retrieve_file_content(file_id),
        metadata=operations.retrieve_file(file_id),
    )

    def step() -> Flow[FileObject]:
        file: FileObject = yield Fetch(source, path)
        return file

    yield from desk.patiently(f"the download of {file_id}", step)
    return path

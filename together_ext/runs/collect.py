"""One job to its answers: look, download both files, note what became of each row."""

from __future__ import annotations

import logging
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from .. import errors, names, operations, polling
from ..flow import Fetch, Flow, Work
from ..transfer.journal import Identity
from ..transfer.source import Source
from . import account
from .desk import Desk, shard_of, text_of, work
from .ledger import Entry, Ledger
from .outcomes import Outcomes

if TYPE_CHECKING:
    from together_openapi.models import BatchJob

    from ..transfer.download import FileObject

log = logging.getLogger("together_ext")

# The status of a job that the API knows no more, where its rows are gone on without. No API's own.
GONE = "GONE"


def look(desk: Desk, entry: Entry) -> Flow[Entry]:
    """Look at the job of a shard, and note how it is.

    Raises:
        APIError: The API refused, or gave no good answer for as long as patience lasts.
    """
    call = operations.get_batch(str(entry.job_id))
    try:
        # A job that was made a moment ago may not be known everywhere yet.
        job = yield from desk.ask(f"job {entry.job_id}", call, (errors.NotFoundError,))
    except errors.NotFoundError as error:
        if desk.lost_answers == "raise":
            _say_what_is_lost(error, entry)
            raise
        yield from account.check_any(desk)  # what is another account's is not lost
        seen = replace(entry, status=GONE)
    else:
        desk.job = job
        seen = _seen(entry, job)
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
    return entry.status in polling.TERMINAL or entry.status == GONE


def is_whole(desk: Desk, entry: Entry, asked: float) -> Flow[bool]:
    """Say whether a job that has ended left what it is going to leave.

    Its files may be a moment late. Rows without an answer are asked again, and paid for again, so
    unless both files are there, or the one that is speaks of as many rows as there are, they are
    given the time that is given to a create: ``settle`` seconds.

    Args:
        desk: The run's.
        entry: The shard, its job as it was looked at.
        asked: When that look was begun: an answer that was long on its way is an old one.
    """
    if entry.status == GONE:
        return True
    files = [id for id in (entry.output_file_id, entry.error_file_id) if id is not None]
    since = desk.waits.ended.setdefault(str(entry.job_id), desk.clock())
    if len(files) == 2 or asked - since >= desk.spec.settle:
        return True
    if not files:
        return False
    path = yield from _fetch(desk, entry, files[0])
    if path is None:
        return True
    lines: int = yield Work(partial(_lines, path))
    return lines >= entry.rows


def collect(desk: Desk, outcomes: Outcomes, entry: Entry) -> Flow[None]:
    """Bring in what a finished job left, in whatever way it finished: both files, where they are.

    Raises:
        DownloadError: A file did not come whole.
        NotFoundError: The API has a file no more, and nobody said what follows from that.
        APIError: The API refused.
    """
    output = yield from _fetch(desk, entry, entry.output_file_id)
    failed = yield from _fetch(desk, entry, entry.error_file_id)
    lost = [str(entry.job_id)] if entry.status == GONE else []
    lost += [
        id
        for id, path in ((entry.output_file_id, output), (entry.error_file_id, failed))
        if id is not None and path is None
    ]
    shard = shard_of(entry, desk.spec)
    status = f"{entry.status}: {entry.error}" if entry.error else str(entry.status)
    if lost:
        status += f" (the API has {' and '.join(lost)} no more)"
        log.warning("%s: the answers of job %s are lost", entry.name, entry.job_id)
    again = not lost or desk.lost_answers == "ask_again"
    brought = yield from work(
        outcomes.collect(shard, str(entry.job_id), output, failed, status, again=again)
    )
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
    # What was told once is not untold by a replica that lags.
    output = text_of(job.output_file_id) or entry.output_file_id
    failed = text_of(job.error_file_id) or entry.error_file_id
    return replace(
        entry,
        status=polling.status_of(job),
        output_file_id=output,
        # One file under both names would have every answer twice.
        error_file_id=None if failed == output else failed,
        error=text_of(job.error),
    )


def recollect(desk: Desk, outcomes: Outcomes) -> Flow[None]:
    """Have answers noted again that the rows lost: in a power cut, or with their whole table.

    The ledger is on the disk at each step and the rows are not; see ``table``.
    """
    for entry in (yield from desk.keep(Ledger.entries)):
        if entry.collected and outcomes.collected(str(entry.job_id)) is None:
            yield from desk.keep(Ledger.collected, entry, False)
            log.warning("%s: the answers of job %s are read again", entry.name, entry.job_id)


def restore(desk: Desk, entry: Entry) -> Flow[None]:
    """Bring answers again that were brought before and are not in the state any more."""
    for file_id in (entry.output_file_id, entry.error_file_id):
        yield from _fetch(desk, entry, file_id)


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(partial(file.read, 1 << 20), b""))


def _fetch(desk: Desk, entry: Entry, file_id: str | None) -> Flow[Path | None]:
    if file_id is None:
        return None
    name = names.normalize_key(f"{entry.number:05d}-{file_id}.jsonl")
    path = desk.spec.room.answers / name
    # Under its final name a file is whole: one that a former process brought is not asked again.
    if (yield Work(path.exists)):
        return path
    source = Source(
        Identity(desk.api, file_id), operations.retrieve_file_content, operations.retrieve_file
    )

    def step() -> Flow[FileObject]:
        file: FileObject = yield Fetch(source, path)
        return file

    try:
        # Nor need a file be known everywhere at once.
        yield from desk.patiently(
            f"the download of {file_id}", step, (errors.NotFoundError,), desk.spec.settle
        )
    except errors.NotFoundError as error:
        if desk.lost_answers != "raise":
            return None
        _say_what_is_lost(error, entry)
        raise
    return path


def _say_what_is_lost(error: errors.NotFoundError, entry: Entry) -> None:
    error.args = (
        f"{error} There are the answers of job {entry.job_id}, which were paid for. If they are "
        "lost: on_lost_answers='missing' goes on without them, 'ask_again' pays for their rows "
        "again.",
        *error.args[1:],
    )

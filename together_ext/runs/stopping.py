"""How a run stops before its end: cancelled, interrupted, refused."""

from __future__ import annotations

import logging

from .. import errors
from ..flow import Flow, Work
from . import account
from .attempts import may_have_job
from .collect import cancel, is_finished
from .desk import Desk, attach, come_back
from .ledger import Entry, Ledger
from .reconcile import Before
from .spec import CANCELLED
from .submit import find
from .uploading import files_like

log = logging.getLogger("together_ext")

# Whoever pressed Ctrl-C wants to be gone; an outage is not waited out for them.
_HURRY_SECONDS = 30.0


def cancel_jobs(desk: Desk) -> Flow[None]:
    """Have all jobs of a run stopped, and note that no more is to be made."""
    yield from desk.keep(Ledger.put, {"cancelled": True})
    yield Work((desk.spec.state / CANCELLED).touch)
    for entry in (yield from desk.keep(Ledger.entries)):
        if entry.job_id is None:
            yield from find_lost(desk, entry, cancelling=True, hastily=True)
        elif not entry.collected and not is_finished(entry):
            yield from cancel(desk, entry)


def find_lost(desk: Desk, entry: Entry, *, cancelling: bool, hastily: bool = False) -> Flow[None]:
    """See what became of a lost create of which no more is made; cancel its job where wished."""
    intent = yield from desk.keep(Ledger.open_intent, entry)
    if intent is None and may_have_job(desk, entry):
        # As submit does for a ledger that was rebuilt; but nothing is uploaded only to look.
        files = account.files_of(desk, entry) | (yield from files_like(desk, entry))
        named = entry.file_id or min(files, default="(none)")
        intent = yield from desk.keep(Ledger.intend, entry, named, Before(), probe=True)
    if intent is None or not (yield from find(desk, entry, intent, hastily=hastily)):
        return
    for made in desk.ledger.entries(entry.attempt):
        if cancelling and made.number == entry.number:
            yield from cancel(desk, made)


def interrupted(desk: Desk, cancelling: bool) -> Flow[str]:
    """Do what is wished at Ctrl-C, and say how to come back."""
    cancelling = cancelling and is_begun(desk)
    if cancelling:
        desk.deadline = None
        desk.patience = min(desk.patience, _HURRY_SECONDS)
        try:
            yield from cancel_jobs(desk)
        except errors.TogetherError as error:
            # No more jobs are made from here on: that is in the ledger already.
            text = (
                f"interrupted; not all jobs could be cancelled ({error}), and those go on at the "
                f"API: {attach(desk.spec)}.cancel() tries again."
            )
            log.warning("%s", text)
            return text
    jobs, unknown = count_jobs(desk)
    more = f" {unknown} more may have been made; that is found out then." if unknown else ""
    if not is_begun(desk):
        text = "interrupted while the rows were read; nothing was sent. The same call begins anew."
    elif cancelling:
        were = "1 job was" if jobs == 1 else f"{jobs} jobs were"
        text = (
            f"interrupted; {were} cancelled. What had been finished is billed, and is collected by "
            f"{attach(desk.spec)}.wait().{more}"
        )
    elif jobs:
        text = f"interrupted; {_going_on(jobs)} at the API: {come_back(desk.spec)}{more}"
    else:
        text = (
            "interrupted; no job is at the API. Go on with the same call, or with "
            f"{attach(desk.spec)}.wait().{more}"
        )
    log.warning("%s", text)
    return text


def is_begun(desk: Desk) -> bool:
    """Say whether there is anything to cancel; else the same call begins anew."""
    return desk.spec.room.table.exists() or bool(desk.ledger.entries())


def count_jobs(desk: Desk) -> tuple[int, int]:
    """Return how many jobs are at the API, and how many may be: their creates were lost."""
    entries = desk.ledger.entries()
    jobs = sum(entry.job_id is not None and not entry.collected for entry in entries)
    unknown = sum(
        entry.job_id is None and desk.ledger.open_intent(entry) is not None for entry in entries
    )
    return jobs, unknown


def say_how_to_go_on(error: errors.TogetherError, desk: Desk) -> None:
    """Where the API refused in the middle, or the disk, say that nothing is lost."""
    if not error.args:
        return
    more = ""
    if isinstance(error, errors.APIError):
        jobs = [e for e in desk.ledger.entries() if e.job_id and not e.collected]
        if jobs:
            more = f"Of this run {_going_on(len(jobs))} at the API: {come_back(desk.spec)}"
    elif isinstance(error, errors.OutputError) and _may_be_billed(desk):
        # "Choose another output", and nothing else, would be a new run.
        more = (
            f"What was paid for is kept: go on with the same call, or add state="
            f"{str(desk.spec.state)!r} to one with another output; without it that is a new run, "
            "paid for again."
        )
    if more:
        error.args = (f"{error} {more}", *error.args[1:])


def _may_be_billed(desk: Desk) -> bool:
    try:
        return any(
            entry.job_id is not None or desk.ledger.open_intent(entry) is not None
            for entry in desk.ledger.entries()
        )
    except errors.LedgerError:  # let go of already: a run of which no row was taken
        return False


def _going_on(jobs: int) -> str:
    return "1 job goes on" if jobs == 1 else f"{jobs} jobs go on"

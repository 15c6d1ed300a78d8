"""How a run stops before its end: cancelled, interrupted, refused."""

from __future__ import annotations

import logging

from .. import errors
from ..flow import Flow
from .collect import cancel, is_finished
from .desk import Desk, come_back
from .ledger import Entry, Ledger
from .submit import find

log = logging.getLogger("together_ext")


def cancel_jobs(desk: Desk) -> Flow[None]:
    """Have all jobs of a run stopped, and note that no more is to be made."""
    yield from desk.keep(Ledger.put, {"cancelled": True})
    for entry in (yield from desk.keep(Ledger.entries)):
        if entry.job_id is not None and not entry.collected and not is_finished(entry):
            yield from cancel(desk, entry)


def find_and_cancel(desk: Desk, entry: Entry) -> Flow[None]:
    """See what became of a lost create of a cancelled run; its job is cancelled too."""
    intent = yield from desk.keep(Ledger.open_intent, entry)
    if intent is not None and (yield from find(desk, entry, intent)):
        for made in desk.ledger.entries(entry.attempt):
            if made.number == entry.number:
                yield from cancel(desk, made)


def interrupted(desk: Desk, cancelling: bool) -> Flow[str]:
    """Do what is wished at Ctrl-C, and say how to come back."""
    entries = desk.ledger.entries()
    jobs = [entry.job_id for entry in entries if entry.job_id and not entry.collected]
    if cancelling:
        desk.deadline = None
        yield from cancel_jobs(desk)
        text = (
            f"interrupted; {len(jobs)} jobs were cancelled. What they had finished is billed, and "
            f"is collected by batches.attach({str(desk.spec.output)!r}).wait()."
        )
    else:
        text = f"interrupted; {len(jobs)} jobs go on at the API: {come_back(desk.spec)}"
    log.warning("%s", text)
    return text


def say_how_to_go_on(error: errors.TogetherError, desk: Desk) -> None:
    """Where the API refused in the middle, say that nothing is lost."""
    if isinstance(error, errors.APIError) and error.args:
        jobs = [e for e in desk.ledger.entries() if e.job_id and not e.collected]
        if jobs:
            error.args = (
                f"{error} {len(jobs)} jobs of this run go on at the API; {come_back(desk.spec)}",
                *error.args[1:],
            )

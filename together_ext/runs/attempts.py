"""One attempt at the rows after the other: which shards there are, and whether there is a next."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from functools import partial

from ..flow import Flow, Work
from .desk import Desk, entry_of, work
from .ledger import Entry, Ledger
from .outcomes import Outcomes
from .shard import Shard

log = logging.getLogger("together_ext")


def note(desk: Desk, outcomes: Outcomes, attempt: int, shards: Iterable[Shard]) -> Flow[None]:
    """Have the ledger know the shards of an attempt.

    Raises:
        LedgerError: It knows others.
    """
    entries = [entry_of(shard, desk.spec) for shard in shards]
    yield from desk.keep(Ledger.add_shards, attempt, entries)
    if desk.ledger.get("rebuilt"):
        # What the rows know to be in needs no looking for: the API's list may not go back so far.
        for entry in desk.ledger.entries(attempt):
            job_id = outcomes.job_of(entry.number)
            if job_id is not None and entry.job_id is None:
                yield from desk.keep(Ledger.created, entry, None, job_id, "known")
                yield from desk.keep(Ledger.collected, entry)


def note_all(desk: Desk) -> Flow[None]:
    """Have a rebuilt ledger know all shards that the rows were laid into."""
    if not desk.ledger.get("rebuilt") or not desk.spec.room.table.exists():
        return
    outcomes: Outcomes = yield Work(partial(Outcomes, desk.spec.room))
    try:
        attempt = 1
        while shards := outcomes.shards(attempt):
            yield from note(desk, outcomes, attempt, shards)
            attempt += 1
    finally:
        outcomes.close()


def may_have_job(desk: Desk, entry: Entry) -> bool:
    """Say whether a shard may have a job that the ledger does not know."""
    if desk.ledger.open_intent(entry) is not None:
        return True
    return bool(desk.ledger.get("rebuilt")) and not desk.ledger.was_probed(entry)


def next_attempt(desk: Desk, outcomes: Outcomes, attempt: int) -> Flow[bool]:
    """Lay the rows whose error can pass into new shards; False where there are none.

    An attempt that a former call laid is gone through also where no more is asked by now, since the
    run was cancelled or may make fewer attempts: it may have jobs, and they are paid for.
    """
    cancelled, rebuilt = (bool(desk.ledger.get(name)) for name in ("cancelled", "rebuilt"))
    if attempt >= desk.spec.max_attempts or (cancelled and not rebuilt):
        laid: list[Shard] = yield Work(partial(outcomes.shards, attempt + 1))
        if not laid and not desk.ledger.entries(attempt + 1):
            return False
    shards = yield from work(outcomes.retry_shards(desk.spec.limits, attempt + 1))
    if not shards:
        return False
    yield from note(desk, outcomes, attempt + 1, shards)
    rows = sum(shard.rows for shard in shards)
    log.info("%d rows are asked again, in %d shards", rows, len(shards))
    return True

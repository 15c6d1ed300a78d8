"""One shard to one job: upload, wait until it is checked, create, once. What decides is reconcile.

Each arrow is a commit of the ledger, and each box a place where the process may be killed::

    noted → [upload, or 409] → file known → [list] → intent → [create] → job known
                                              ↑         │ answer lost, or killed
                                              └ absent ─┴→ [list, …] → job adopted
"""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from .. import errors, operations
from ..calls import fetch
from ..flow import Flow
from . import account, reconcile
from .desk import Desk, text_of
from .ledger import Entry, Ledger, OpenIntent
from .reconcile import Adopt, Before, GiveUp, Intent, Seen
from .uploading import files_like, upload_shard

if TYPE_CHECKING:
    from together_openapi.models import BatchJob

log = logging.getLogger("together_ext")

# Creates of one shard that vanished without a trace before someone has to look into it.
MOST_SENDS = 3
# A listed job that does not say its file may say it when asked alone; this many are asked.
_ASKED = 20


def submit(desk: Desk, entry: Entry) -> Flow[None]:
    """See a shard to its job. Called again after any interruption, it goes on from there.

    Raises:
        OutcomeUnknownError: No one can tell whether its job exists; a person has to look.
        UploadError: The API does not take the file.
        APIError: The API refused. Nothing was created.
    """
    renewed = False
    while True:
        intent = yield from desk.keep(Ledger.open_intent, entry)
        if intent is not None:
            if (yield from find(desk, entry, intent)):
                return
            continue
        file_id = entry.file_id
        if file_id is None:
            file_id = yield from upload_shard(desk, entry)
            yield from account.note(desk, entry, file_id)
            yield from desk.keep(Ledger.uploaded, entry, file_id)
            entry = replace(entry, file_id=file_id)
        if desk.ledger.get("rebuilt") and not desk.ledger.was_probed(entry):
            # What the lost ledger knew is in the list, if anywhere: as if a create had been lost.
            yield from desk.keep(Ledger.intend, entry, file_id, Before(), probe=True)
            continue
        try:
            if (yield from _create(desk, entry, file_id)):
                return
        except errors.NotFoundError:
            # Someone deleted the file since. Once: a new one that is not found is another matter.
            if renewed:
                raise
            yield from account.check_known(desk)
            renewed = True
            yield from desk.keep(Ledger.uploaded, entry, None)
            entry = replace(entry, file_id=None)


def _create(desk: Desk, entry: Entry, file_id: str) -> Flow[bool]:
    """Send one create; False where nothing is known of it."""
    sends = yield from desk.keep(Ledger.sends, entry)
    told = sends >= MOST_SENDS and file_id in desk.resolve
    job_id = desk.resolve.pop(file_id) if told else None
    if job_id is not None:
        yield from _believe(desk, entry, file_id, None, job_id)
        return True
    listed = yield from _list(desk)
    own = yield from desk.keep(Ledger.job_ids)
    for absent in (yield from desk.keep(Ledger.absent, entry)):
        found = reconcile.late(_wanted(desk, absent), listed, own)
        if found is not None:
            yield from _adopt(desk, entry, None, found)
            return True
    if sends >= MOST_SENDS and not told:
        raise errors.OutcomeUnknownError(
            f"{entry.name}: {MOST_SENDS} creates for {file_id} were lost and left no job in the "
            "list. Look at batches.list(), then go on with "
            f"resolve={{{file_id!r}: job_id}}, or None for the job_id where there is none.",
            operation="create_batch",
        )
    before = reconcile.look_before(file_id, listed, own)
    intent = yield from desk.keep(Ledger.intend, entry, file_id, before)
    spec = desk.spec
    call = operations.create_batch(
        file_id=file_id,
        endpoint=spec.endpoint,
        completion_window=spec.completion_window,
        model_id=spec.model_id,
        priority=spec.priority,
    )
    try:
        job = yield from fetch(call, desk.policy)
    except errors.OutcomeUnknownError as error:
        log.warning("%s: the answer to its create was lost (%s)", entry.name, error)
        return False
    except (errors.APIConnectionError, errors.APIStatusError) as error:
        if not _certainly_refused(error):
            raise
        yield from desk.keep(Ledger.settle_intent, entry, intent, "refused")
        if not isinstance(error, (errors.APIConnectionError, errors.RateLimitError)):
            raise
        yield from _ride_out(desk, error)
        return False
    yield from desk.keep(Ledger.created, entry, intent, str(job.id), "created")
    log.info("%s: job %s", entry.name, job.id)
    desk.tell()
    return True


def _certainly_refused(error: errors.APIConnectionError | errors.APIStatusError) -> bool:
    """Whether a create certainly made no job. A conflict may be with the job it made."""
    if isinstance(error, errors.APIConnectionError):
        return not error.sent
    return 400 <= error.status < 500 and error.status not in {408, 409}


def _ride_out(desk: Desk, error: errors.TogetherError) -> Flow[None]:
    """Wait until the API answers again; its list of jobs is a question that costs nothing."""
    log.warning("a create was not taken (%s); it is sent again", error)
    if isinstance(error, errors.RateLimitError):
        yield from desk.pause(max(error.retry_after or 0.0, 5.0 + 10.0 * desk.policy.chance()))
    yield from _list(desk)


def find(desk: Desk, entry: Entry, intent: OpenIntent, *, hastily: bool = False) -> Flow[bool]:
    """Find out what became of a create; True if there is a job now, False if there is none.

    Args:
        desk: The run's.
        entry: The shard.
        intent: The create.
        hastily: Give up after a few looks: False is then also that no one knows.

    Raises:
        OutcomeUnknownError: No one can tell.
    """
    if intent.file_id in desk.resolve:
        return (yield from _resolved(desk, entry, intent))
    wanted = _wanted(desk, intent)
    same = {intent.file_id}
    if intent.probe:
        same |= account.files_of(desk, entry) | (yield from files_like(desk, entry))
    own = yield from desk.keep(Ledger.job_ids)
    excluded = own | intent.before.known | intent.before.untold
    key = ((yield from desk.keep(Ledger.get, "begun")), 0 if intent.probe else intent.id)
    looked = 0
    while True:
        asked = desk.clock()
        listed = yield from _list(desk)
        listed = yield from _asked_alone(desk, listed, excluded)
        listed = [replace(s, file_id=intent.file_id) if s.file_id in same else s for s in listed]
        since, looks = desk.waits.lost.get(key, (desk.clock(), 0))
        looks, looked = looks + 1, looked + 1
        desk.waits.lost[key] = since, looks
        verdict = reconcile.decide(
            wanted,
            listed,
            own=own,
            looks=looks,
            elapsed=asked - since,
            settle=desk.spec.settle,
        )
        if isinstance(verdict, Adopt):
            yield from _adopt(desk, entry, intent, verdict)
            return True
        if hastily:
            if looked >= reconcile.LOOKS or looks > reconcile.LOOKS:
                return False
            yield from desk.pause(min(1.0, desk.spec.settle / 6))
            continue
        if isinstance(verdict, reconcile.Send) and not (
            intent.probe or (yield from account.sees(desk, intent.file_id))
        ):
            verdict = GiveUp("this key does not see that file, and so may not see its job")
        if isinstance(verdict, reconcile.Send):
            yield from desk.keep(Ledger.settle_intent, entry, intent, "absent")
            log.warning("%s: there certainly is no job of it", entry.name)
            return False
        if isinstance(verdict, GiveUp):
            raise _unknown(entry, intent, verdict)
        pause = desk.spec.settle / 6 * (0.75 + 0.5 * desk.policy.chance())
        yield from desk.pause(pause)


def _wanted(desk: Desk, intent: OpenIntent) -> Intent:
    return Intent(intent.file_id, desk.spec.endpoint, desk.spec.model_id, intent.before)


def _adopt(desk: Desk, entry: Entry, intent: OpenIntent | None, found: Adopt) -> Flow[None]:
    yield from desk.keep(Ledger.created, entry, intent, found.id, "adopted")
    also = f"; also there: {', '.join(found.others)}" if found.others else ""
    log.warning("%s: job %s was found and adopted%s", entry.name, found.id, also)
    desk.tell()


def _resolved(desk: Desk, entry: Entry, intent: OpenIntent) -> Flow[bool]:
    # Once: what was found out about this create says nothing of the next.
    job_id = desk.resolve.pop(intent.file_id)
    if job_id is None:
        yield from desk.keep(Ledger.settle_intent, entry, intent, "resolved")
        return False
    yield from _believe(desk, entry, intent.file_id, intent, job_id)
    return True


def _believe(
    desk: Desk, entry: Entry, file_id: str, intent: OpenIntent | None, job_id: str
) -> Flow[None]:
    if job_id in (yield from desk.keep(Ledger.job_ids)):
        raise errors.InvalidArgumentError(
            f"resolve= says that {job_id} is the job of {file_id}, and it is the run's already, "
            "for another create."
        )
    # Raises if there is none.
    job = yield from desk.ask(f"job {job_id}", operations.get_batch(job_id))
    other = text_of(job.input_file_id)
    if other not in {None, file_id}:
        raise errors.InvalidArgumentError(
            f"resolve= says that {job_id} is the job of {file_id}, and it is the job of {other}."
        )
    yield from desk.keep(Ledger.created, entry, intent, job_id, "resolved")


def _unknown(entry: Entry, intent: OpenIntent, verdict: GiveUp) -> errors.OutcomeUnknownError:
    which = f" ({', '.join(verdict.doubtful[:5])})" if verdict.doubtful else ""
    return errors.OutcomeUnknownError(
        f"{entry.name}: the answer to its create was lost, and no one can tell whether a job for "
        f"{intent.file_id} exists: {verdict.why}{which}. Nothing more was sent. Look for the job, "
        f"then go on with resolve={{{intent.file_id!r}: job_id}}, or None for the job_id where "
        "there is none.",
        operation="create_batch",
    )


def _list(desk: Desk) -> Flow[list[Seen]]:
    jobs = yield from desk.ask("the list of jobs", operations.list_batches())
    listed: list[Seen] = []
    nameless: Counter[str] = Counter()
    for job in jobs:
        seen = _seen(job)
        if seen.id[:1] == "(":
            # Told apart by their number: one more than before is a new one.
            nameless[seen.id] += 1
            seen = replace(seen, id=f"{seen.id[:-1]}, number {nameless[seen.id]})")
        listed.append(seen)
    return listed


def _asked_alone(desk: Desk, listed: list[Seen], excluded: frozenset[str]) -> Flow[list[Seen]]:
    """Ask each new job that does not say its file by itself."""
    found = []
    asked = 0
    for seen in listed:
        told = seen
        if seen.file_id is None and seen.id[:1] != "(" and seen.id not in excluded:
            asked += 1
            if asked <= _ASKED:
                try:
                    job = yield from desk.ask(f"job {seen.id}", operations.get_batch(seen.id))
                    told = _seen(job)
                except errors.NotFoundError:
                    pass
        found.append(told)
    return found


def _seen(job: BatchJob) -> Seen:
    created = "" if job.created_at is None else str(job.created_at)
    id = text_of(job.id)
    if id is None:
        # It could be ours, and it cannot be adopted: doubtful, whatever else it says.
        return Seen(f"(a job without an id, created {created or 'sometime'})", None)
    return Seen(
        id, text_of(job.input_file_id), text_of(job.endpoint), text_of(job.model_id), created
    )

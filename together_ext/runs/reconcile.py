"""After a create whose answer was lost: which job is ours, is there none, or can no one tell? Pure.

Theory of operation
===================

``POST /batches`` takes no idempotency key and the API deduplicates nothing: the same file submitted
twice runs, and is billed, twice. So a create whose answer was lost must not be sent again before it
is certain that it was not taken, and the one witness is the list of jobs.

**Before** a create leaves, the list is read and what it shows is written to the ledger, together
with the intent, in one commit: the jobs it has for this input file (they are not this create's),
the jobs that do not say whose file they are for, and a few *witnesses*. Only then is it sent, once.

**After** a timeout, a 5xx, an unreadable answer, or a crash of this process (an intent that is
still open), the jobs are listed again, and :func:`decide` says what follows:

==========  =========  ==============  =======  ====================================================
new jobs    doubtful   list is whole   settled  verdict
==========  =========  ==============  =======  ====================================================
one, more   any        any             any      ``Adopt`` the oldest: it is the job of the intent
none        any        any             no       ``WaitAndList``
none        some       any             yes      ``GiveUp``: one of those may be it
none        none       no              yes      ``GiveUp``: this list proves nothing
none        none       yes             yes      ``Send``: there certainly is none
==========  =========  ==============  =======  ====================================================

- *New* is a job for the intent's file that was not listed before and that this ledger does not have
  for another shard, whose endpoint and model, where it says them, are the intent's. Jobs are told
  by their ids: no clock of this machine is compared with the API's, so skew does not matter.
- *Doubtful* is a job that was not there before and says no input file, or that is for this file and
  says another endpoint or model (a server may write an alias of a model's name). It is never
  adopted, because it may be another's; and while there is one nothing is sent, because it may be
  ours. A person has to look, and can then say ``resolve=``.
- The list is *whole* if it still shows every witness (jobs that it showed before) and any of the
  jobs that this ledger has. A list that lost what it had (null, cut short, another replica), or
  never shows what was made, does not prove that a job is absent.
- *Settled* means that at least :data:`LOOKS` lists, the last of them asked for ``settle`` seconds
  or more after the outcome was found to be unknown, all had no new job. A list may lag behind the
  create, and a request may still be on its way (in a proxy, in a queue) when its connection is
  gone. A list that is long on its way is as old as its request. After a crash the seconds count
  from the first list of the new process: nothing needs to be known of how long ago the crash was.
  In the time before, nothing is decided but ``Adopt``.

**Too late, but seen.** The list that is read before the next create, perhaps by another process and
hours later, is asked about the former ones too (:func:`late`): a job that shows by then is adopted.

**What can still be paid for twice**: a create that is carried out, or shows in the list, only more
than ``settle`` seconds after its answer was lost, and only after it was sent again. That is the
whole window, and it is settable.

**Two runs with the same content** (two ledgers, two machines) get the same file id, by the 409 of
the upload. The first one's jobs are in the second one's *before*, so that each makes its own. Only
if both create within the same moments and one loses its answer may it adopt the other's job: then
the two share its answers, which are answers to the same bytes. It can cost a job that no one
collects; it cannot make one more than there were creates, and no row is lost or wrong.

**A ledger that is lost** is rebuilt in the same way: each shard is treated as a create whose answer
was lost and before which nothing is known, so that the oldest job for its content is adopted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

# A list that was read once proves little: the first answer may come from a replica that lags.
LOOKS = 3
# How many jobs of the list before stand as witnesses. The newest are the likeliest to be still
# listed where a server lists only so many.
WITNESSES = 8


@dataclass(frozen=True)
class Seen:
    """A job as the list shows it.

    Attributes:
        id: Its id.
        file_id: Its input file, None where it does not say.
        endpoint: Its endpoint, None where it does not say.
        model: Its model, None where it does not say.
        created: A text that sorts by time, empty where it does not say.
    """

    id: str
    file_id: str | None
    endpoint: str | None = None
    model: str | None = None
    created: str = ""


@dataclass(frozen=True)
class Before:
    """What the list showed before a create was sent.

    Attributes:
        known: Jobs for the same file.
        untold: Jobs that said no file.
        witnesses: Some of all the jobs, that a whole list shows again.
    """

    known: frozenset[str] = frozenset()
    untold: frozenset[str] = frozenset()
    witnesses: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Intent:
    """A create that was going to be sent.

    Attributes:
        file_id: The input file.
        endpoint: The endpoint.
        model: The model that was asked for by name, None where the rows say theirs.
        before: The list before.
    """

    file_id: str
    endpoint: str
    model: str | None = None
    before: Before = Before()


@dataclass(frozen=True)
class Adopt:
    """The job of the intent was found.

    Attributes:
        id: Its id.
        others: Further new jobs for the same file, of whom one may be nobody's.
    """

    id: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Send:
    """There certainly is none: it may be sent (again)."""


@dataclass(frozen=True)
class WaitAndList:
    """It is too early to say."""


@dataclass(frozen=True)
class GiveUp:
    """No one can tell.

    Attributes:
        why: In words.
        doubtful: The jobs that may be it.
    """

    why: str
    doubtful: tuple[str, ...] = ()


Verdict = Adopt | Send | WaitAndList | GiveUp


def look_before(file_id: str, listed: Iterable[Seen], own: Collection[str] = ()) -> Before:
    """Make the record of a list that goes with an intent.

    Args:
        file_id: The input file of the create.
        listed: The jobs listed.
        own: Ids of the jobs that the ledger has already: they are the best witnesses.
    """
    jobs = list(listed)
    newest = sorted(jobs, key=lambda job: job.created, reverse=True)
    mine = [job for job in newest if job.id in own]
    return Before(
        known=frozenset(job.id for job in jobs if job.file_id == file_id),
        untold=frozenset(job.id for job in jobs if job.file_id is None),
        witnesses=frozenset(job.id for job in [*mine, *newest][:WITNESSES]),
    )


def decide(
    intent: Intent,
    listed: Iterable[Seen],
    *,
    own: Collection[str] = (),
    looks: int,
    elapsed: float,
    settle: float,
) -> Verdict:
    """Say what follows from a list; see the table above.

    Args:
        intent: What was going to be sent.
        listed: The jobs listed now.
        own: Ids of the jobs that the ledger has for other creates.
        looks: How many lists were read since the outcome became unknown, with this one.
        elapsed: Seconds from when the outcome became unknown to when this list was asked for, by a
            clock that never goes back.
        settle: Seconds that must pass before the absence of a job is believed.
    """
    jobs = list(listed)
    before = intent.before
    excluded = before.known | before.untold | frozenset(own)
    fresh = [job for job in jobs if job.id not in excluded]
    ours = [job for job in fresh if job.file_id == intent.file_id]
    new = sorted((job for job in ours if _agrees(intent, job)), key=lambda j: (j.created, j.id))
    if new:
        return Adopt(new[0].id, tuple(job.id for job in new[1:]))
    if looks < LOOKS or elapsed < settle:
        return WaitAndList()
    doubtful = [job.id for job in fresh if job.file_id is None] + [job.id for job in ours]
    if doubtful:
        why = "jobs were made meanwhile that may be it and do not say so"
        return GiveUp(why, tuple(doubtful))
    lost = before.witnesses - {job.id for job in jobs}
    if lost:
        return GiveUp(f"the list of jobs is not whole: {_some(lost)} was in it before")
    if own and not any(job.id in own for job in jobs):
        return GiveUp(f"the list of jobs is not whole: no job of this run ({_some(own)}) is in it")
    return Send()


def late(intent: Intent, listed: Iterable[Seen], own: Collection[str]) -> Adopt | None:
    """Find the job of a create that was believed absent.

    Args:
        intent: What was sent.
        listed: The jobs listed now.
        own: Ids of the jobs that the ledger has for other creates.
    """
    found = decide(intent, listed, own=own, looks=0, elapsed=0.0, settle=0.0)
    return found if isinstance(found, Adopt) else None


def _agrees(intent: Intent, job: Seen) -> bool:
    if job.endpoint is not None and _path(job.endpoint) != _path(intent.endpoint):
        return False
    return job.model is None or intent.model is None or job.model == intent.model


def _path(endpoint: str) -> str:
    return endpoint.strip("/").removeprefix("v1/")


def _some(ids: Collection[str]) -> str:
    return ", ".join(sorted(ids)[:3])

"""How a run is, as its ledger knows it. Nothing is asked of the API."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .ledger import Entry


@dataclass(frozen=True)
class RunJob:
    """A job of a run.

    Attributes:
        id: Its id.
        status: As last seen; empty where it was never looked at.
        attempt: Which attempt at its rows it is.
        rows: Its rows.
        collected: Whether its answers are in.
    """

    id: str
    status: str
    attempt: int
    rows: int
    collected: bool


@dataclass(frozen=True)
class RunStatus:
    """How a run is.

    Attributes:
        shards: Files of requests there are by now, those of further attempts too.
        submitted: Those of them that have a job.
        collected: Those of them whose answers are in.
        rows: Requests in all of them.
        rows_collected: Requests of those whose answers are in.
        attempt: The attempt that the run is at, from 1.
        jobs: The jobs.
        finished: Whether the results are written.
    """

    shards: int
    submitted: int
    collected: int
    rows: int
    rows_collected: int
    attempt: int
    jobs: tuple[RunJob, ...]
    finished: bool

    @property
    def in_flight(self) -> int:
        """Jobs whose answers are not in yet."""
        return self.submitted - self.collected


def status_of(entries: Sequence[Entry], finished: bool) -> RunStatus:
    """Add up what the ledger knows of the shards."""
    return RunStatus(
        shards=len(entries),
        submitted=sum(entry.job_id is not None for entry in entries),
        collected=sum(bool(entry.collected) for entry in entries),
        rows=sum(entry.rows for entry in entries),
        rows_collected=sum(entry.rows for entry in entries if entry.collected),
        attempt=max((entry.attempt for entry in entries), default=1),
        jobs=tuple(
            RunJob(e.job_id, e.status or "", e.attempt, e.rows, bool(e.collected))
            for e in entries
            if e.job_id is not None
        ),
        finished=finished,
    )

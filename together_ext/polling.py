"""Waiting for a batch: how often to look, what counts as the end, what is ridden out."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from . import errors
from .calls import Call, Policy, fetch
from .flow import Flow, Sleep
from .names import check_number

if TYPE_CHECKING:
    from together_openapi.models import BatchJob

log = logging.getLogger("together_ext")

# Everything else, also a status that no one has heard of yet, means "not finished".
# CANCELED is in no document, nor is CANCELING, which was seen; it would be waited for in vain.
TERMINAL = frozenset({"COMPLETED", "FAILED", "EXPIRED", "CANCELLED", "CANCELED"})

# The API asks for a look every 30 to 60 s. A small batch can be done in seconds, so the first
# looks come sooner and stretch to that.
FIRST_LOOK = 2.0
STRETCH = 1.5
LOOK_EVERY = (30.0, 60.0)
# Seconds without one good answer before waiting is given up. A batch runs for hours; an outage of
# minutes must not cost the one who waits their place.
PATIENCE = 15 * 60.0


def status_of(job: BatchJob) -> str:
    """Return a job's status as text; empty where the API sent none."""
    return str(getattr(job.status, "value", job.status) or "")


def is_finished(job: BatchJob) -> bool:
    """Say whether a job will not change any more."""
    return status_of(job) in TERMINAL


def next_look(looks: int, chance: float, interval: float | None) -> float:
    """Return the seconds until the next look.

    Args:
        looks: How often was looked before.
        chance: A random number in [0, 1): many waiting clients must not look in step.
        interval: Seconds that the caller wants between looks; None for the usual stretch.
    """
    if interval is not None:
        return interval * (0.9 + 0.2 * chance)
    low, high = LOOK_EVERY
    early = FIRST_LOOK * STRETCH ** min(looks, 32)
    return min(early * (0.9 + 0.2 * chance), low + (high - low) * chance)


def check_wait(timeout: float | None, poll_interval: float | None) -> None:
    """Refuse what cannot be waited for.

    Raises:
        InvalidArgumentError: ``timeout`` is negative, or ``poll_interval`` is not positive.
    """
    if timeout is not None:
        check_number("timeout", timeout, "s")
    if poll_interval is not None:
        check_number("poll_interval", poll_interval, "s", above_zero=True)


def wait(
    call: Call[BatchJob],
    id: str,
    policy: Policy,
    *,
    timeout: float | None,
    poll_interval: float | None,
    on_update: Callable[[BatchJob], None] | None,
    clock: Callable[[], float] = time.monotonic,
) -> Flow[BatchJob]:
    """Look at a batch until it is finished.

    Raises:
        WaitTimeoutError: It is not finished in ``timeout`` seconds.
        APIError: The API refused, or gave no good answer for ``PATIENCE`` seconds.
    """
    started = heard = clock()
    job: BatchJob | None = None
    looks = 0
    while True:
        try:
            job = yield from fetch(call, policy)
        except (errors.APIConnectionError, errors.ServerError, errors.RateLimitError) as error:
            hopeless = isinstance(error, errors.APIConnectionError) and not error.retryable
            if hopeless or clock() - heard >= PATIENCE:
                raise
            log.warning("waiting for %s goes on after: %s", id, error)
        else:
            heard = clock()
            if on_update is not None:
                on_update(job)
            if is_finished(job):
                return job
        pause = next_look(looks, policy.chance(), poll_interval)
        looks += 1
        if timeout is not None:
            left = timeout - (clock() - started)
            if left <= 0:
                raise _timed_out(id, job, timeout)
            pause = min(pause, left)
        yield Sleep(pause)


def _timed_out(id: str, job: BatchJob | None, timeout: float) -> errors.WaitTimeoutError:
    seen = "was not seen" if job is None else f"is {status_of(job) or 'of unknown status'}"
    return errors.WaitTimeoutError(
        f"batch {id} {seen} after {timeout:g} s. It goes on at the API; wait for it again with "
        f"batches.wait({id!r}).",
        job=job,
    )

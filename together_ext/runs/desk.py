"""What the flows of one run share: its ledger, its clock, and their patience."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from .. import errors, polling
from ..calls import Call, Policy, fetch
from ..flow import Flow, Sleep, Work
from .ledger import Entry, Ledger
from .room import Room
from .shard import Shard
from .spec import Spec
from .steps import Steps

if TYPE_CHECKING:
    from together_openapi.models import BatchJob

T = TypeVar("T")
P = ParamSpec("P")
log = logging.getLogger("together_ext")

# What passes: an outage, a limit, a body that was cut. A registration whose answer was lost too,
# because registering again costs nothing.
_PASSING = (
    errors.APIConnectionError,
    errors.ServerError,
    errors.RateLimitError,
    errors.DownloadError,
    errors.OutcomeUnknownError,
)
LONGEST_PAUSE = 60.0


@dataclass
class Waits:
    """Since when a run waits for what takes time to show, by the clock that its calls share.

    A handle keeps it from call to call: calls that are shorter than the wait would never end it.

    Attributes:
        ended: When a job was first seen to have ended, by its id.
        lost: When the list was first read for a create whose answer was lost, and how often since;
            by when its ledger was begun, and its number there (0 for all that is looked for
            because the ledger was rebuilt: one wait does for all).
    """

    ended: dict[str, float] = field(default_factory=dict)
    lost: dict[tuple[float, int], tuple[float, int]] = field(default_factory=dict)


@dataclass
class Desk:
    """Everything a run works with, for as long as one call of it lasts.

    Attributes:
        spec: What to do.
        ledger: The ledger, open, with this process the only one that writes it.
        policy: How single calls are repeated.
        api: The base URL of the API.
        resolve: What a person found out about lost creates: input file to job, or to None.
        clock: Gives seconds that never go back.
        patience: Seconds without one good answer before a step is given up.
        deadline: When, by the clock, waiting ends; None for never.
        timeout: The seconds that were asked for, for the message.
        lost_answers: What follows where the API has a job's answers no more; see
            ``options.CallOptions``.
        job: The job that was looked at last.
        tell: Called when something about the run has changed.
        waits: Since when something is waited for.
    """

    spec: Spec
    ledger: Ledger
    policy: Policy
    api: str
    resolve: dict[str, str | None] = field(default_factory=dict)
    clock: Callable[[], float] = time.monotonic
    patience: float = polling.PATIENCE
    deadline: float | None = None
    timeout: float | None = None
    lost_answers: str = "raise"
    job: BatchJob | None = None
    tell: Callable[[], None] = lambda: None
    waits: Waits = field(default_factory=Waits)

    def keep(
        self, method: Callable[Concatenate[Ledger, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> Flow[T]:
        """Use the ledger; what it does is on the disk when this returns."""
        result: T = yield Work(partial(method, self.ledger, *args, **kwargs))
        return result

    def path(self, entry: Entry) -> Path:
        """Return the file of a shard."""
        return self.spec.state / entry.path

    def pause(self, seconds: float) -> Flow[None]:
        """Let time pass, as long as there is some.

        Raises:
            WaitTimeoutError: There is none left.
        """
        if self.deadline is not None:
            left = self.deadline - self.clock()
            if left <= 0:
                raise self._timed_out()
            seconds = min(seconds, left)
        yield Sleep(seconds)

    def patiently(
        self,
        what: str,
        step: Callable[[], Flow[T]],
        also: tuple[type[Exception], ...] = (),
        also_for: float | None = None,
    ) -> Flow[T]:
        """Take a step that can be taken again, through an outage of up to ``patience`` seconds.

        Args:
            what: What it is, for the log.
            step: The step.
            also: Further errors that pass.
            also_for: For so many seconds from the first of them; None for as long as the others.
        """
        began = self.clock()
        first: float | None = None
        tries = 0
        while True:
            asked = self.clock()
            try:
                return (yield from step())
            except Exception as error:
                further = isinstance(error, also)
                over = self.clock() - began >= self.patience
                if further and also_for is not None:
                    first = self.clock() if first is None else first
                    over = over or asked - first >= also_for
                if not (further or _passes(error)) or over:
                    raise
                log.warning("%s is tried again after: %s", what, error)
            wait = min(2.0**tries, LONGEST_PAUSE) * (0.5 + 0.5 * self.policy.chance())
            tries = min(tries + 1, 16)
            yield from self.pause(wait)

    def ask(self, what: str, call: Call[T], also: tuple[type[Exception], ...] = ()) -> Flow[T]:
        """Make a call that can be repeated, patiently."""
        result: T = yield from self.patiently(what, lambda: fetch(call, self.policy), also)
        return result

    def _timed_out(self) -> errors.WaitTimeoutError:
        return errors.WaitTimeoutError(
            f"the run is not finished after {self.timeout or 0:g} s. Its jobs go on at the API; "
            f"{come_back(self.spec)}",
            job=self.job,
        )


def work(steps: Steps[T]) -> Flow[T]:
    """Do long work in pieces, out of the event loop's way."""
    try:
        while (yield Work(steps.advance)) is not None:
            pass
    finally:
        steps.close()
    return steps.result


def entry_of(shard: Shard, spec: Spec) -> Entry:
    """Return a shard as the ledger notes it, its path within the state."""
    path = shard.path.relative_to(spec.room.directory).as_posix()
    return Entry(
        shard.number, shard.attempt, path, shard.rows, shard.size, shard.sha256, shard.model
    )


def shard_of(entry: Entry, spec: Spec) -> Shard:
    """Return a shard as the rows' side knows it."""
    return Shard(
        entry.number,
        entry.attempt,
        spec.room.directory / entry.path,
        entry.rows,
        entry.size,
        entry.sha256,
        entry.model or "",
    )


def come_back(spec: Spec) -> str:
    """Say how a run is taken up again."""
    return f"come back with the same call, or with {attach(spec)}.wait()."


def attach(spec: Spec) -> str:
    """Return the call that takes a run up again without its rows."""
    run = spec.output if spec.state == Room.beside(spec.output).directory else spec.state
    return f"batches.attach({str(run)!r})"


def text_of(value: Any) -> str | None:
    """Return an id or a name that the API sent; None where it sent none."""
    value = getattr(value, "value", value)
    return value if isinstance(value, str) and value else None


def _passes(error: Exception) -> bool:
    if isinstance(error, errors.APIConnectionError):
        return error.retryable
    if isinstance(error, errors.UploadError):  # storage that failed; not a file that changed
        return isinstance(error.__cause__, _PASSING)
    return isinstance(error, _PASSING)

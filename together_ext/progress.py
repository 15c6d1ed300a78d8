"""Progress: how far a transfer is, told to a callback or drawn as a bar."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from .errors import InvalidArgumentError, MissingPackageError

if TYPE_CHECKING:
    from tqdm import tqdm

# Ten times a second is as much as an eye or a log takes in, and keeps the callback's cost out of
# the transfer's.
INTERVAL = 0.1


class Progress(NamedTuple):
    """How far a transfer is.

    Attributes:
        done: Bytes that are there, those of an earlier try included.
        total: Bytes in all; None while no one has said.
        speed: Bytes a second since the start.
        connections: How many are at work.
        resumed_from: Bytes that were there before.
    """

    done: int
    total: int | None
    speed: float
    connections: int = 1
    resumed_from: int = 0


ProgressCallback = Callable[[Progress], None]


class Meter:
    """Counts bytes, and tells a callback at most ten times a second and at the end.

    Any thread may count; the callback is called by whoever calls ``advance``, ``tick`` or
    ``finish``.

    Args:
        tell: The callback, or None.
        clock: Gives seconds that never go back.
    """

    def __init__(
        self, tell: ProgressCallback | None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._tell = tell
        self._clock = clock
        self._total: int | None = None
        self._done = self._resumed_from = 0
        self._connections = 1
        self._started = self._told = clock()
        self._begun = False  # and not told yet

    @property
    def listened(self) -> bool:
        """Whether there is a callback."""
        return self._tell is not None

    def start(self, total: int | None) -> None:
        """Begin, or begin again, at nothing, and tell it."""
        self.begin(total, 0)
        self.tick()

    def begin(self, total: int | None, resumed_from: int) -> None:
        """Begin, or begin again, with what is there already; the next ``tick`` tells it."""
        self._total = total
        self._done = self._resumed_from = resumed_from
        self._started = self._clock()
        self._begun = True

    def update(self, done: int, total: int | None, connections: int) -> None:
        """Say how far it is, without telling."""
        self._done, self._total, self._connections = done, total, connections

    def resume(self, resumed_from: int) -> None:
        """Say what was there before, where that turns out while it runs."""
        self._resumed_from = resumed_from

    def advance(self, count: int) -> None:
        """Count bytes that were moved."""
        self._done += count
        self.tick()

    def tick(self) -> None:
        """Tell, if it is time to."""
        now = self._clock()
        if self._begun:
            self._begun = False
            self._say(now, self._resumed_from)
        elif now - self._told >= INTERVAL:
            self._say(now, self._done)

    def finish(self) -> None:
        """Tell the last state, whenever the one before was told."""
        if self._begun:
            self.tick()
        self._say(self._clock(), self._done)

    def _say(self, now: float, done: int) -> None:
        self._told = now
        if self._tell is not None:
            elapsed = now - self._started
            speed = (done - self._resumed_from) / elapsed if elapsed > 0 else 0.0
            self._tell(
                Progress(done, self._total, max(0.0, speed), self._connections, self._resumed_from)
            )


class Sum:
    """Adds the meters of several transfers up in one.

    Args:
        meter: The one. It is told nothing here: that is done in the caller's thread.
        count: How many transfers there will be.
    """

    def __init__(self, meter: Meter, count: int) -> None:
        self._meter = meter
        self._lock = threading.Lock()
        self._unknown = count  # transfers whose size no one has said
        self._done = self._total = self._connections = self._resumed_from = 0
        meter.begin(None, 0)

    def part(self) -> Meter:
        """Return the meter of one of them."""
        return _Part(self) if self._meter.listened else Meter(None)

    def move(self, done: int, total: int, connections: int, resumed_from: int, known: bool) -> None:
        """Take note of what has changed in one of them.

        Args:
            done: Bytes more.
            total: Bytes more in all.
            connections: Connections more.
            resumed_from: Bytes more that were there before.
            known: Whether its size is known now and was not before.
        """
        with self._lock:
            self._done += done
            self._total += total
            self._connections += connections
            self._resumed_from += resumed_from
            self._unknown -= known
            self._meter.resume(self._resumed_from)
            whole = None if self._unknown else self._total
            self._meter.update(self._done, whole, self._connections)


class _Part(Meter):
    def __init__(self, sum: Sum) -> None:
        super().__init__(None)
        self._sum = sum
        self._connections = 0  # not begun
        self._lock = threading.Lock()

    def begin(self, total: int | None, resumed_from: int) -> None:
        self._move(resumed_from, total, 1, resumed_from)

    def update(self, done: int, total: int | None, connections: int) -> None:
        self._move(done, total, connections, self._resumed_from)

    def finish(self) -> None:
        # One that failed may never have learnt its size: it counts for what is there of it.
        total = self._done if self._total is None else self._total
        self._move(self._done, total, 0, self._resumed_from)

    def _move(self, done: int, total: int | None, connections: int, resumed_from: int) -> None:
        with self._lock:
            was = self._done, self._total, self._connections, self._resumed_from
            total = was[1] if total is None else total
            self._done, self._total = done, total
            self._connections, self._resumed_from = connections, resumed_from
        self._sum.move(
            done - was[0],
            (total or 0) - (was[1] or 0),
            connections - was[2],
            resumed_from - was[3],
            was[1] is None and total is not None,
        )


class Bar:
    """A tqdm bar that is fed by a :class:`Meter`.

    Raises:
        MissingPackageError: tqdm is not installed.
    """

    def __init__(self, label: str) -> None:
        try:
            from tqdm.auto import tqdm
        except ImportError:
            raise MissingPackageError(
                "progress=True needs tqdm: pip install 'together-ext[progress]'.", name="tqdm"
            ) from None
        self._open = partial(tqdm, desc=label, unit="B", unit_scale=True, unit_divisor=1024)
        self._bar: tqdm[NoReturn] | None = None

    def __call__(self, progress: Progress) -> None:
        """Draw this state."""
        if self._bar is None:  # not before there is something to show
            # `initial` keeps what was there before out of tqdm's speed.
            self._bar = self._open(total=progress.total, initial=progress.resumed_from)
        self._bar.total = progress.total
        self._bar.n = progress.done
        self._bar.refresh()

    def close(self) -> None:
        """Leave the line as it is: it says what was moved and how fast."""
        if self._bar is not None:
            self._bar.close()


def open_bar(progress: object, label: str) -> Bar | None:
    """Return a bar where one is wanted.

    Args:
        progress: True for a bar, False or a callback for none, None for one if a person is
            watching (standard error is a terminal, and tqdm is there).
        label: What stands before the bar.

    Raises:
        InvalidArgumentError: ``progress`` is none of these.
        MissingPackageError: A bar is asked for, and tqdm is not installed.
    """
    if progress is True:
        return Bar(label)
    if progress is None:
        try:
            return Bar(label) if sys.stderr is not None and sys.stderr.isatty() else None
        except MissingPackageError:
            return None
    if progress is not False and not callable(progress):
        raise InvalidArgumentError(
            f"progress must be a callable, True, False or None, not {type(progress).__name__}."
        )
    return None

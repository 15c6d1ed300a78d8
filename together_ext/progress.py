"""Progress: how far a transfer is, told to a callback or drawn as a bar."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from .errors import InvalidArgumentError

if TYPE_CHECKING:
    from tqdm import tqdm

# Ten times a second is as much as an eye or a log takes in, and keeps the callback's cost out of
# the transfer's.
INTERVAL = 0.1


class Progress(NamedTuple):
    """How far a transfer is.

    Attributes:
        done: Bytes moved.
        total: Bytes in all; None while no one has said.
        speed: Bytes a second since the start.
    """

    done: int
    total: int | None
    speed: float


ProgressCallback = Callable[[Progress], None]


class Meter:
    """Counts bytes, and tells a callback at most ten times a second and at the end.

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
        self._done = 0
        self._started = self._told = clock()

    def start(self, total: int | None) -> None:
        """Begin, or begin again, at nothing."""
        self._total = total
        self._done = 0
        self._started = self._clock()
        self._say(self._started)

    def advance(self, count: int) -> None:
        """Count bytes that were moved."""
        self._done += count
        now = self._clock()
        if now - self._told >= INTERVAL:
            self._say(now)

    def finish(self) -> None:
        """Tell the last state, whenever the one before was told."""
        self._say(self._clock())

    def _say(self, now: float) -> None:
        self._told = now
        if self._tell is not None:
            elapsed = now - self._started
            speed = self._done / elapsed if elapsed > 0 else 0.0
            self._tell(Progress(self._done, self._total, speed))


class Bar:
    """A tqdm bar that is fed by a :class:`Meter`.

    Raises:
        InvalidArgumentError: tqdm is not installed.
    """

    def __init__(self, label: str) -> None:
        try:
            from tqdm.auto import tqdm
        except ImportError:
            raise InvalidArgumentError(
                "progress=True needs tqdm: pip install 'together-ext[progress]'."
            ) from None
        self._open = partial(tqdm, desc=label, unit="B", unit_scale=True, unit_divisor=1024)
        self._bar: tqdm[NoReturn] | None = None

    def __call__(self, progress: Progress) -> None:
        """Draw this state."""
        if self._bar is None:  # not before there is something to show
            self._bar = self._open(total=progress.total)
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
        InvalidArgumentError: ``progress`` is none of these, or tqdm is asked for and missing.
    """
    if progress is True:
        return Bar(label)
    if progress is None:
        try:
            return Bar(label) if sys.stderr is not None and sys.stderr.isatty() else None
        except InvalidArgumentError:
            return None
    if progress is not False and not callable(progress):
        raise InvalidArgumentError(
            f"progress must be a callable, True, False or None, not {type(progress).__name__}."
        )
    return None

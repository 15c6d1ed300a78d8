"""Putting the bytes of one body where they belong."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, Protocol

from ..flow import Buffer, Effect
from .options import STALL_TIMEOUT, Options
from .plan import Span


class EnoughError(Exception):
    """Ends a body early: what comes now is not wanted here."""


class TooSlowError(Exception):
    """Ends a body that brings too little."""


class Hands(Protocol):
    """What does the talking for one thread; see ``http.Session``."""

    def perform(self, effect: Effect) -> Any:
        """Do one thing and return what came of it."""

    def abort(self) -> None:
        """Break off, from another thread, what is being done."""

    def close(self) -> None:
        """Close what was left open."""


class SharedSlots(Protocol):
    """The connections that several downloads share."""

    def take(self) -> bool:
        """Take one if there is one."""

    def give(self) -> None:
        """Give one back."""


class Progressing(Protocol):
    """What all connections of one download share."""

    lock: threading.Lock

    def write(self, offset: int, data: Buffer) -> None:
        """Put bytes into the file."""

    def more(self, span: Span) -> bool:
        """Say whether a connection that is at its end may go on, with the lock held."""

    def moved(self, own: bool) -> None:
        """Take note that bytes were written, by the download's own connection or a helper's."""


class Body:
    """Takes one body, from where its span is up to where the span ends by then.

    Args:
        progressing: Shared by all connections.
        span: Where the bytes go; others may lower its end.
        wrote: Told from where to where, with the lock held.
        options: The caller's.
        unwanted: Asked after each piece whether to stop; None for the download's own connection.
    """

    def __init__(
        self,
        progressing: Progressing,
        span: Span,
        wrote: Callable[[int, int], None],
        options: Options,
        unwanted: Callable[[], bool] | None = None,
    ) -> None:
        self._progressing = progressing
        self._span = span
        self._wrote = wrote
        self._options = options
        self._unwanted = unwanted
        self._at = span.at
        self._end = span.end
        self.written = 0
        self._since = span.began = time.monotonic()
        span.first = span.at
        self._brought = 0

    def __call__(self, data: Buffer) -> None:
        """Write a piece.

        Raises:
            EnoughError: The rest is not wanted here.
            TooSlowError: Too little comes.
            OutputError: The disk refuses.
        """
        span, at, progressing = self._span, self._at, self._progressing
        room = span.end - at
        if len(data) >= room and span.end < span.asked:
            with progressing.lock:
                while len(data) >= span.end - at and progressing.more(span):
                    pass
            room = span.end - at
        if len(data) > room:
            data = memoryview(data)[: max(0, room)]
        count = len(data)
        if count:
            progressing.write(at, data)
            self._at = at + count
            self.written += count
            with progressing.lock:
                self._wrote(at, self._at)
            progressing.moved(self._unwanted is None)
        # At an end that was lowered the rest would come for nothing. At the one that was asked for
        # nothing more should come, and what does is too much.
        if count >= room and (room <= 0 or span.end < self._end):
            raise EnoughError
        if self._unwanted is not None and self._unwanted():
            raise EnoughError
        if self._options.min_speed:
            self._check_speed(count)

    def room(self) -> int:
        """Return how many bytes are still wanted."""
        return self._span.end - self._at

    def ignore(self, _count: int) -> None:
        """Count nothing: that was done."""

    def _check_speed(self, count: int) -> None:
        self._brought += count
        now = time.monotonic()
        elapsed = now - self._since
        if elapsed < (self._options.stall_timeout or STALL_TIMEOUT):
            return
        if self._brought < self._options.min_speed * elapsed:
            raise TooSlowError(
                f"{self._brought / elapsed:.0f} B/s, less than "
                f"min_speed={self._options.min_speed:g}"
            )
        self._since, self._brought = now, 0

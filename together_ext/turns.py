"""Turns: how many threads beside an event loop do Python's work at the same moment.

A thread that waits for bytes costs a loop nothing. Two hundred that all have something to do hold
it up: the loop's own thread stands in one queue with them for the interpreter's lock, and each may
keep it for 5 ms (``sys.getswitchinterval``). So a thread that works beside a loop does it in a
turn, of which there are few, and gives its turn up while it waits for anything. (200 downloads
that begin together: beats up to 536 ms late without turns, 31 ms with them, on two busy cores.)

It is manners, not exclusion: who has waited ``PATIENCE`` for a turn goes on without, so that a turn
which is kept too long costs time and never more.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from types import TracebackType

# Enough for bytes to be copied on one core while Python runs on another.
COUNT = 2
# Seconds.
PATIENCE = 1.0


class Turns:
    """The turns of the threads that work beside one event loop.

    Args:
        count: How many there are.
    """

    def __init__(self, count: int = COUNT) -> None:
        # Of all queues and semaphores the one that is written in C.
        self._free: queue.SimpleQueue[None] = queue.SimpleQueue()
        for _ in range(count):
            self._free.put(None)

    def take(self) -> bool:
        """Wait for a turn; False where it took too long."""
        try:
            self._free.get(timeout=PATIENCE)
        except queue.Empty:
            return False
        return True

    def give(self) -> None:
        """Give one back."""
        self._free.put(None)


class _Mine(threading.local):
    turns: Turns | None = None
    held = False


_mine = _Mine()


def in_turns(turns: Turns | None, work: Callable[[], None]) -> None:
    """Do something in this thread, in turns with the others."""
    if turns is None:
        work()
        return
    _mine.turns, _mine.held = turns, turns.take()
    try:
        work()
    finally:
        if _mine.held:
            turns.give()
        _mine.turns, _mine.held = None, False


def current() -> Turns | None:
    """Return what this thread takes its turns of, for a thread that it starts."""
    return _mine.turns


class resting:  # reads as a statement, and costs half of what a generator does
    """While the block waits for something, let others have this thread's turn."""

    __slots__ = ()

    def __enter__(self) -> None:
        """Give the turn up."""
        turns = _mine.turns
        if turns is not None and _mine.held:
            _mine.held = False
            turns.give()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Take one again."""
        turns = _mine.turns
        if turns is not None:
            _mine.held = turns.take()

"""Breaking off, from another thread, whatever a session waits for.

A thread that waits for a socket says so here first. Shutting that socket down wakes it at once,
which closing would not: a closed descriptor may already be another file's.
"""

from __future__ import annotations

import socket
import threading
from contextlib import suppress

from ..turns import resting


class Interrupt:
    """One session's: triggered once, from any thread, and never taken back."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: socket.socket | None = None
        self._triggered = False
        self._event: threading.Event | None = None  # made by the first who sleeps

    @property
    def triggered(self) -> bool:
        """Whether the session was broken off."""
        return self._triggered

    def trigger(self) -> None:
        """Wake the thread that waits, and let it wait for nothing more."""
        with self._lock:
            self._triggered = True
            if self._event is not None:
                self._event.set()
            if self._waiting is not None:
                shut_down(self._waiting)

    def sleep(self, seconds: float) -> None:
        """Let time pass, until it is triggered."""
        with self._lock:
            if self._triggered:
                return
            if self._event is None:
                self._event = threading.Event()
        with resting():
            self._event.wait(seconds)

    def begin(self, sock: socket.socket) -> bool:
        """Say what is waited for; False where nothing is waited for any more."""
        with self._lock:
            if not self._triggered:
                self._waiting = sock
            return self._waiting is not None

    def end(self) -> None:
        """Say that the wait is over."""
        with self._lock:
            self._waiting = None


def shut_down(sock: socket.socket) -> None:
    """End both directions of a connection, and with them a wait for it in another thread."""
    with suppress(OSError):  # it is not connected any more
        # Past SSLSocket's own shutdown, which drops the TLS state that the other thread is using.
        socket.socket.shutdown(sock, socket.SHUT_RDWR)


class _Current(threading.local):
    interrupt: Interrupt | None = None


_current = _Current()


def current() -> Interrupt | None:
    """Return the interrupt of the session that this thread works for, if it is one."""
    return _current.interrupt


class watched:  # a context manager; as a generator it cost three times as much
    """Let what this thread waits for be broken off by ``interrupt``."""

    __slots__ = ("_before", "_interrupt")

    def __init__(self, interrupt: Interrupt) -> None:
        self._interrupt = interrupt

    def __enter__(self) -> None:
        self._before, _current.interrupt = _current.interrupt, self._interrupt

    def __exit__(self, *raised: object) -> None:
        _current.interrupt = self._before

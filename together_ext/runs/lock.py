"""Who writes to the state of a run: one process at a time, told by the system's own lock.

The lock is held for a process, so that a killed one holds nothing; who holds it is written beside
it, for the one who is refused.
"""

from __future__ import annotations

import json
import os
import socket
import time
from contextlib import suppress
from pathlib import Path

from ..errors import LedgerError, LedgerLockedError
from ..transfer.lock import FileLock

# How often, and how many seconds apart, is looked for who holds it.
_LOOKS, _LOOK_EVERY = 25, 0.02


class Lock:
    """Who writes. Held by the system for this process, so that its end lets go of it.

    Args:
        directory: Of the state.
    """

    def __init__(self, directory: Path) -> None:
        self._path = directory / "lock"
        self._owner = directory / "owner.json"
        # Two downloads at once are a waste; two runs at once are paid for twice.
        self._lock = FileLock(self._path, needed=True)

    def acquire(self) -> None:
        """Become the one who writes.

        Raises:
            LedgerLockedError: Another process is, or another run in this one.
            LedgerError: No one can tell: the file system has no locks, or takes no file.
        """
        try:
            taken = self._lock.acquire()
        except OSError as error:
            raise LedgerError(
                f"{self._path} cannot be locked: {error.strerror or error}. Without a lock two "
                "runs may pay for the same rows; choose a state= on a local disk.",
                path=str(self._path.parent),
                passing=True,
            ) from error
        if not taken:
            raise self._taken()
        owner = {"pid": os.getpid(), "host": socket.gethostname(), "since": time.time()}
        with suppress(OSError):  # a courtesy; the lock is held without it
            self._owner.write_text(json.dumps(owner))

    def release(self) -> None:
        """Let the next one write."""
        if self._lock.is_locked:
            with suppress(OSError):
                self._owner.unlink()
            self._lock.release()

    def _taken(self) -> LedgerLockedError:
        where = str(self._path.parent)
        for _ in range(_LOOKS):
            try:
                owner = json.loads(self._owner.read_text())
                pid, host, since = int(owner["pid"]), str(owner["host"]), float(owner["since"])
            except (OSError, ValueError, KeyError, TypeError):
                # Taken a moment ago, and not yet said by whom.
                time.sleep(_LOOK_EVERY)
            else:
                return LedgerLockedError(path=where, pid=pid, host=host, since=since)
        return LedgerLockedError(path=where, pid=None, host=None, since=None)

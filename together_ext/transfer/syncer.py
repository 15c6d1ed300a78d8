"""Having the disk keep what was written while more is written, in a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress

from ..turns import current, in_turns, resting
from .journal import Pairs

# Seconds between two syncs: what a power cut makes be fetched twice.
SYNC_EVERY = 1.0


class Syncer:
    """Has the disk keep what was written, every now and then, while more is written."""

    def __init__(self, sync: Callable[[Pairs], None], ranges: Callable[[], Pairs]) -> None:
        self._sync = sync
        self._ranges = ranges
        self._stop = threading.Event()
        self._error: OSError | None = None
        self._thread = threading.Thread(
            target=in_turns, args=(current(), self._run), name="together-ext sync", daemon=True
        )
        with suppress(RuntimeError):  # the system has no more threads: a power cut costs more then
            self._thread.start()

    def _run(self) -> None:
        while True:
            with resting():
                if self._stop.wait(SYNC_EVERY):
                    return
            try:
                self._sync(self._ranges())
            except OSError as error:
                self._error = error
                return

    def check(self) -> None:
        """Raise what the disk said."""
        if self._error is not None:
            raise self._error

    def stop(self) -> None:
        """End it, after the sync that is under way."""
        self._stop.set()
        if self._thread.ident is not None:
            with resting():
                self._thread.join()

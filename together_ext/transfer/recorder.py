"""Keeping the record of a partial file up to date while it is written."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from ..turns import current, in_turns, resting
from . import journal
from .journal import Identity, Pairs, Record
from .plan import Known

# Seconds between two records: what a kill makes be fetched twice. One costs about 0.1 ms.
RECORD_EVERY = 0.02
# The same for all of a process's downloads together: with many, each is recorded less often, or
# most of the time would go into records.
ALL_RECORD_EVERY = 0.004
# Bytes of an object that is recorded from its beginning: what is small and quick needs no record.
RECORD_FROM = 1 << 20
# Seconds between two syncs: what a power cut makes be fetched twice.
SYNC_EVERY = 1.0


class _Count:
    """How many there are, in all threads."""

    def __init__(self) -> None:
        self.count = 0
        self._lock = threading.Lock()

    def add(self, count: int) -> None:
        with self._lock:
            self.count += count


_under_way = _Count()


class Recorder:
    """The record beside one partial file; any thread may note.

    Args:
        path: Where the record lies.
        identity: The object.
        durable: Whether the disk is made to keep what the record claims.

    Attributes:
        lost: Whether the disk has failed to keep what it took. The system tells that once: it then
            holds the bytes for written, and the next sync succeeds without them
            (https://lwn.net/Articles/752063/).
    """

    def __init__(self, path: Path, identity: Identity, durable: bool) -> None:
        self._path = path
        self._identity = identity
        self._durable = durable
        self._record: Record | None = None
        self._descriptor = -1
        self._recorded = 0.0
        self._lock = threading.Lock()
        self._counted = False
        self._syncer: _Syncer | None = None
        self.lost = False

    def sync(self, function: Callable[[int], None]) -> None:
        """Have the disk keep what was written.

        Args:
            function: ``os.fsync`` or its like.

        Raises:
            OSError: It cannot.
        """
        try:
            function(self._descriptor)
        except OSError:
            self.lost = True
            raise

    def trusted(self) -> Record | None:
        """Return the record that lies there, if it is one of this object."""
        record = journal.load(self._path)
        return record if record is not None and record.identity == self._identity else None

    def begin(self, descriptor: int, known: Known) -> None:
        """Begin a record of a new partial file.

        Raises:
            OSError: The disk refuses.
        """
        status, now = os.fstat(descriptor), time.time_ns()
        self._descriptor, self.lost = descriptor, False
        self._count()
        self._record = Record(
            self._identity,
            known,
            status.st_ino,
            boot=journal.boot_id(),
            time=self._next(),
            ahead=max(0, status.st_ctime_ns - now),  # it was made just now
        )
        self._recorded = time.monotonic()
        if known.size is None or known.size >= RECORD_FROM:
            journal.save(self._path, self._record)

    def go_on(self, descriptor: int, record: Record) -> Record:
        """Go on with a record that can be relied on, and return what it says now."""
        self._descriptor = descriptor
        self._count()
        self._record = replace(
            record,
            written=record.finished(),
            boot=journal.boot_id(),
            time=self._next(),
            changed=None,
        )
        return self._record

    def learn(self, known: Known) -> None:
        """Take note of what was learnt of the object since."""
        with self._lock:
            if self._record is not None:
                self._record = replace(self._record, known=known)

    def note(self, ranges: Callable[[], Pairs]) -> None:
        """Record what is there, unless that was done just now.

        Args:
            ranges: Gives what was written.

        Raises:
            OSError: The disk refuses.
        """
        if time.monotonic() - self._recorded < self._every():
            return
        if not self._lock.acquire(blocking=False):
            return  # another one is just doing it
        try:
            self._save(ranges())
            if self._syncer is not None:
                self._syncer.check()
            elif self._durable:
                self._syncer = _Syncer(self._sync, ranges)
        finally:
            self._recorded = time.monotonic()
            self._lock.release()

    def keep(self, written: Pairs) -> None:
        """Record what is there, for a later try.

        Raises:
            OSError: The disk refuses.
        """
        with self._lock:
            self._save(written, changed=os.fstat(self._descriptor).st_ctime_ns)

    def stop(self) -> None:
        """End the syncs.

        Raises:
            OSError: One of them failed.
        """
        syncer, self._syncer = self._syncer, None
        if syncer is not None:
            syncer.stop()
            syncer.check()

    def end(self) -> None:
        """Record nothing more."""
        with suppress(OSError):
            self.stop()
        self._record = None
        if self._counted:
            self._counted = False
            _under_way.add(-1)

    def remove(self) -> bool:
        """Remove the record; False where there was none.

        Raises:
            OSError: The disk refuses.
        """
        try:
            self._path.unlink()
        except FileNotFoundError:
            return False
        return True

    def remove_older(self, than: float) -> None:
        """Remove the half-written records of tries that were killed while they wrote one.

        Args:
            than: Seconds since the epoch. Where locks lie, another one may be writing its own now.

        Raises:
            OSError: The disk refuses.
        """
        with os.scandir(self._path.parent) as entries:
            for entry in entries:
                with suppress(FileNotFoundError):
                    if (
                        entry.name.startswith(f"{self._path.name}.")
                        and entry.stat(follow_symlinks=False).st_mtime < than
                    ):
                        os.unlink(entry)

    def _count(self) -> None:
        if not self._counted:
            self._counted = True
            _under_way.add(1)

    def _every(self) -> float:
        return max(RECORD_EVERY, ALL_RECORD_EVERY * _under_way.count)

    def _next(self) -> int:
        return time.time_ns() + int(self._every() * 1e9)

    def _save(self, written: Pairs, changed: int | None = None) -> None:
        if self._record is not None:
            self._record = replace(
                self._record, written=list(written), time=self._next(), changed=changed
            )
            journal.save(self._path, self._record)

    def _sync(self, ranges: Pairs) -> None:
        with resting():
            self.sync(getattr(os, "fdatasync", os.fsync))
        with self._lock:
            if self._record is not None:
                self._record = replace(self._record, synced=list(ranges), time=self._next())
                journal.save(self._path, self._record)


class _Syncer:
    """Has the disk keep what was written, every now and then, while more is written."""

    def __init__(self, sync: Callable[[Pairs], None], ranges: Callable[[], Pairs]) -> None:
        self._sync = sync
        self._ranges = ranges
        self._stop = threading.Event()
        self._error: OSError | None = None
        self._thread = threading.Thread(
            target=in_turns, args=(current(), self._run), name="together-ext sync", daemon=True
        )
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
        with resting():
            self._thread.join()

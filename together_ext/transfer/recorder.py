"""Keeping the record of a partial file up to date while it is written."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from . import journal
from .journal import Identity, Pairs, Record
from .plan import Known

# Seconds between two records: what a kill makes be fetched twice. One costs about 0.1 ms.
RECORD_EVERY = 0.02
# Bytes of an object that is recorded from its beginning: what is small and quick needs no record.
RECORD_FROM = 1 << 20
# Seconds between two syncs: what a power cut makes be fetched twice.
SYNC_EVERY = 1.0


class Recorder:
    """The record beside one partial file; any thread may note.

    Args:
        path: Where the record lies.
        identity: The object.
        durable: Whether the disk is made to keep what the record claims.
    """

    def __init__(self, path: Path, identity: Identity, durable: bool) -> None:
        self._path = path
        self._identity = identity
        self._durable = durable
        self._record: Record | None = None
        self._descriptor = -1
        self._recorded = 0.0
        self._lock = threading.Lock()
        self._syncer: _Syncer | None = None

    def trusted(self) -> Record | None:
        """Return the record that lies there, if it is one of this object."""
        record = journal.load(self._path)
        return record if record is not None and record.identity == self._identity else None

    def begin(self, descriptor: int, known: Known) -> None:
        """Begin a record of a new partial file.

        Raises:
            OSError: The disk refuses.
        """
        inode = os.fstat(descriptor).st_ino
        self._descriptor = descriptor
        self._record = Record(self._identity, known, inode, boot=journal.boot_id())
        self._recorded = time.monotonic()
        if known.size is None or known.size >= RECORD_FROM:
            journal.save(self._path, self._record)

    def go_on(self, descriptor: int, record: Record) -> Record:
        """Go on with a record that can be relied on, and return what it says now."""
        self._descriptor = descriptor
        self._record = replace(record, written=record.finished(), boot=journal.boot_id())
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
        if time.monotonic() - self._recorded < RECORD_EVERY:
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
            self._save(written)

    def stop(self) -> None:
        """End the syncs."""
        syncer, self._syncer = self._syncer, None
        if syncer is not None:
            syncer.stop()

    def end(self) -> None:
        """Record nothing more."""
        self.stop()
        self._record = None

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

    def _save(self, written: Pairs) -> None:
        if self._record is not None:
            self._record = replace(self._record, written=list(written))
            journal.save(self._path, self._record)

    def _sync(self, ranges: Pairs) -> None:
        getattr(os, "fdatasync", os.fsync)(self._descriptor)
        with self._lock:
            if self._record is not None:
                self._record = replace(self._record, synced=list(ranges))
                journal.save(self._path, self._record)


class _Syncer:
    """Has the disk keep what was written, every now and then, while more is written."""

    def __init__(self, sync: Callable[[Pairs], None], ranges: Callable[[], Pairs]) -> None:
        self._sync = sync
        self._ranges = ranges
        self._stop = threading.Event()
        self._error: OSError | None = None
        self._thread = threading.Thread(target=self._run, name="together-ext sync", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._stop.wait(SYNC_EVERY):
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
        self._thread.join()

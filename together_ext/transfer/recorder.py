"""Keeping the record of a partial file up to date while it is written."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from ..records import replace
from ..turns import resting
from . import journal
from .disk import FULL
from .journal import Identity, Pairs, Record
from .plan import Known
from .syncer import Syncer
from .trace import Trace

# Seconds between two records: what a kill makes be fetched twice. One costs about 0.1 ms.
RECORD_EVERY = 0.02
# The same for all of a process's downloads together: with many, each is recorded less often, or
# most of the time would go into records.
ALL_RECORD_EVERY = 0.004
# Bytes of an object that is recorded from its beginning: what is small and quick needs no record.
RECORD_FROM = 1 << 20


class _Count:
    """How many there are, in all threads."""

    def __init__(self) -> None:
        self.count = 0
        self._lock = threading.Lock()

    def add(self, count: int) -> None:
        with self._lock:
            self.count += count


_under_way = _Count()


@contextmanager
def _unless_full() -> Iterator[None]:
    """Go on where a disk has no room for a record.

    The bytes have theirs, which was set aside before the first of them; if it was not, writing them
    will tell. The record that lies there claims less than there is, and nothing that is not.
    """
    try:
        yield
    except OSError as error:
        if error.errno not in FULL:
            raise


class Recorder:
    """The record beside one partial file; any thread may note.

    Args:
        path: Where the record lies.
        trace: When the partial file was last written to.
        identity: The object.
        durable: Whether the disk is made to keep what the record claims.

    Attributes:
        there: Whether a record may lie there. Not, once it was looked for and there was none.
        lost: Whether the disk has failed to keep what it took. The system tells that once: it then
            holds the bytes for written, and the next sync succeeds without them
            (https://lwn.net/Articles/752063/).
    """

    def __init__(self, path: str, trace: Trace, identity: Identity, durable: bool) -> None:
        self._path = path
        self._trace = trace
        self._identity = identity
        self._durable = durable
        self._known: Known | None = None  # of what is not recorded yet
        self._record: Record | None = None
        self._descriptor = -1
        self._recorded = 0.0
        self._lock = threading.Lock()
        self._counted = False
        self._syncer: Syncer | None = None
        self.there = True
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

    def settle(self) -> None:
        """Have the disk keep all of the partial file, where that is wanted.

        Raises:
            OSError: It cannot.
        """
        if self._durable:
            with resting():
                self.sync(os.fsync)

    def trusted(self) -> Record | None:
        """Return the record that lies there, if it is one of this object."""
        try:
            record = journal.load(self._path)
        except FileNotFoundError:
            self.there = False
            return None
        self.there = True
        return record if record is not None and record.identity == self._identity else None

    def begin(self, descriptor: int, known: Known) -> None:
        """Begin a record of a new partial file.

        Raises:
            OSError: The disk refuses.
        """
        self._descriptor, self.lost = descriptor, False
        self._known = known
        self._recorded = time.monotonic()
        if known.size is None or known.size >= RECORD_FROM:
            with _unless_full():
                self._save(())

    def go_on(self, descriptor: int, record: Record) -> Record:
        """Go on with a record that can be relied on, and return what it says now."""
        self._descriptor = descriptor
        self._count()
        self._trace.begin(descriptor)
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
            elif self._known is not None:
                self._known = known

    def due(self) -> bool:
        """Say whether the last record is so old that it is time for another one."""
        return time.monotonic() - self._recorded >= self._every()

    def note(self, ranges: Callable[[], Pairs]) -> None:
        """Record what is there, unless another thread is just doing that.

        Args:
            ranges: Gives what was written.

        Raises:
            OSError: The disk refuses.
        """
        if self._lock.locked():
            return
        # Not `acquire(blocking=False)`: Ctrl-C between that and a `try` would leave it held, and
        # `keep` waiting for it.
        with self._lock:
            if not self.due():  # another thread has just done it
                return
            try:
                with _unless_full():
                    self._save(ranges())
                if self._syncer is not None:
                    self._syncer.check()
                elif self._durable:
                    self._syncer = Syncer(self._sync, ranges)
            finally:
                self._recorded = time.monotonic()

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
        self._known = self._record = None
        self._trace.end()
        if self._counted:
            self._counted = False
            _under_way.add(-1)

    def remove(self) -> bool:
        """Remove the record; False where there was none.

        Raises:
            OSError: The disk refuses.
        """
        if not self.there:
            return False
        self.there = False
        try:
            os.unlink(self._path)
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
        directory, name = os.path.split(self._path)
        with os.scandir(directory) as entries:
            for entry in entries:
                with suppress(FileNotFoundError):
                    if (
                        entry.name.startswith(f"{name}.")
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
        if self._record is None and self._known is not None:
            self._count()
            self._record = self._first(self._known)
        if self._record is not None:
            self._trace.begin(self._descriptor)
            self._record = replace(
                self._record, written=list(written), time=self._next(), changed=changed
            )
            self.there = True
            journal.save(self._path, self._record)

    def _first(self, known: Known) -> Record:
        status, now = os.fstat(self._descriptor), time.time_ns()
        return Record(
            self._identity,
            known,
            status.st_ino,
            boot=journal.boot_id(),
            ahead=max(0, status.st_ctime_ns - now),  # it was made, or written to, just now
        )

    def _sync(self, ranges: Pairs) -> None:
        with resting(), self._trace:  # some file systems keep writes waiting meanwhile
            self.sync(getattr(os, "fdatasync", os.fsync))
        with self._lock:
            if self._record is not None:
                self._record = replace(self._record, synced=list(ranges), time=self._next())
                self.there = True
                with _unless_full():
                    journal.save(self._path, self._record)

"""The partial file: beside the destination until it is whole, then, by one rename, the destination.

Its name is the same at every try, so that a process killed in the middle leaves one file that the
next try takes over. Its lock is held by the system for a process: two that download to one
destination take turns, and a killed one holds nothing. Where locks lie (some network file systems),
two write at once: as their records agree on the object, they share the file, and write the same
bytes at the same places; the one that comes second to the rename finds it done.

Not promised, where locks lie *and* two different objects are downloaded to one destination: which
of them it will be. The partial file's inode is looked at and then renamed by its name, and between
the two calls another download may put its own unfinished file there. No system call renames what a
descriptor holds; one that links it (``linkat``) cannot replace a destination. Choose two
destinations, or a file system whose locks hold.
"""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable
from contextlib import suppress

from ..turns import resting
from . import inode
from .disk import StrPath, checksum, disk_errors, refused, reserve, take_after, write_at
from .journal import Identity, Pairs, Record
from .lock import FileLock
from .place import Directories, Place
from .plan import Known
from .recorder import Recorder
from .trace import Trace
from .watch import Watch


class PartialFile:
    """Takes the bytes of a download and becomes the destination when told that it is whole.

    :meth:`acquire` comes first, and :meth:`release` last.

    Args:
        destination: An absolute path. Links are followed, so that the file they lead to is
            replaced and not the link.
        identity: The object.
        durable: Whether the bytes must be on the disk before the rename, and what a record claims
            before it is written.
        directories: Those of the downloads that it belongs to.
    """

    _place: Place
    _recorder: Recorder
    _trace: Trace

    def __init__(
        self,
        destination: StrPath,
        identity: Identity,
        durable: bool = True,
        directories: Directories | None = None,
    ) -> None:
        self._given = self._named = os.fspath(destination)  # the latter in errors
        self._identity = identity
        self._durable = durable
        self._directories = Directories() if directories is None else directories
        self._lock: FileLock | None = None
        self._watch: Watch | None = None
        self._file: int | None = None
        self._began = 0.0
        self._resumed = False

    @property
    def destination(self) -> str:
        """Where the file lies when it is whole, links followed."""
        return self._place.destination

    @property
    def path(self) -> str:
        """Where it lies before."""
        return self._place.partial

    def acquire(self) -> bool:
        """Try to become the one that writes this destination; False while another one does.

        Raises:
            OutputError: Nothing can be written there.
        """
        with disk_errors(self._named):
            lock = self._lock
            if lock is None:
                place = self._place = Place(self._given, self._directories)
                self._named = place.destination
                lock = FileLock(place.lock)
                self._trace = trace = Trace(lock)
                self._recorder = Recorder(place.record, trace, self._identity, self._durable)
                self._lock = lock  # last: with it, `release` has something to do
            try:
                acquired = lock.acquire()
            except FileNotFoundError:
                self._place.make_parents()
                acquired = lock.acquire()
            if acquired:
                self._began = time.time()
                return True
            if self._watch is None:
                self._watch = Watch()
            self._watch.look(self._place, self._recorder.trusted())
            return False

    def finished_meanwhile(self) -> int | None:
        """Return the size of the destination where the one waited for has just finished it."""
        return None if self._watch is None else self._watch.finished(self.destination)

    def recover(self) -> Record | None:
        """Open what an earlier try left, where it can be relied on."""
        self._close()
        record = self._recorder.trusted()
        if record is None or record.known.validator is None or not record.finished():
            return None
        return self._open_existing(record)

    def begin(self, known: Known) -> None:
        """Begin a new object, in place of whatever is there of another one.

        Raises:
            InsufficientDiskSpaceError: The disk has too little space for it.
            OutputError: Nothing can be written there.
        """
        with disk_errors(self._named):
            self._close()
            # Mostly nothing lies there, and one call tells.
            if self._recorder.there or not self._create():
                if self._share(known):
                    return
                self._replace()
            descriptor = self._writing()
            if known.size is not None:
                reserve(descriptor, known.size, self.destination, self._place.directory)
            self._recorder.begin(descriptor, known)

    def learn(self, known: Known) -> None:
        """Take note of what was learnt since."""
        self._recorder.learn(known)

    def write(self, offset: int, data: bytes | memoryview) -> None:
        """Write bytes to their place.

        Raises:
            InsufficientDiskSpaceError: The disk is full.
            OutputError: The disk refuses.
        """
        try:
            with self._trace:
                write_at(self._writing(), data, offset)
        except OSError as error:
            raise refused(error, self._named) from error

    def note(self, ranges: Callable[[], Pairs]) -> None:
        """Record what is there, unless that was done just now.

        Args:
            ranges: Gives what was written.

        Raises:
            OutputError: The disk refuses.
        """
        if self._recorder.due():
            with disk_errors(self._named):
                self._recorder.note(ranges)

    def digest(self, algorithm: str) -> str:
        """Return the checksum of what is there, in hexadecimal.

        Raises:
            OutputError: It cannot be read.
        """
        # Most of it is hashing, which leaves the interpreter to others.
        with disk_errors(self._named), resting():
            return checksum(self._writing(), algorithm)

    def commit(self, size: int) -> bool:
        """Make the partial file the destination: on the disk first, then under its name.

        Args:
            size: Bytes of the object, all written.

        Returns:
            False where another download has taken the file away, which a lock that holds prevents.

        Raises:
            OutputError: The disk refuses; the destination is as it was.
        """
        with disk_errors(self._named):
            self._recorder.stop()
            descriptor = self._writing()
            own = os.fstat(descriptor)
            if own.st_size != size:
                with self._trace:
                    os.ftruncate(descriptor, size)
            # Without this the rename can reach the disk before the data does, and a power cut
            # leaves an empty file under the final name.
            self._recorder.settle()
            # Not before, which may take long: what is not ours, or may not be written to, could
            # not be gone on from after a kill.
            with self._trace:
                changed = take_after(self.destination, descriptor, own)
            if changed:
                self._recorder.settle()
            if not inode.rename(self.path, self.destination, own):
                return False
            self._close()
            self._recorder.remove()
            if self._resumed:
                self._recorder.remove_older(self._began)
            if self._durable:
                self._directories.changed(self._given, self._place.directory)
        self._place.keep_parents()
        return True

    def release(self, keep: Pairs = ()) -> None:
        """Let the next one in; remove what is not finished, unless it can be gone on with.

        Never raises.

        Args:
            keep: What was written, where a later try can go on from it.
        """
        if (lock := self._lock) is None:
            return
        try:
            with suppress(OSError):
                self._recorder.stop()
            if self._file is not None and not self._kept(keep):
                with suppress(OSError):
                    if inode.remove(self.path, self._file):
                        self._recorder.remove()
        finally:  # a second Ctrl-C, too: the next call would wait for this lock for ever
            try:
                with suppress(OSError):
                    self._close()
            finally:
                lock.release()
        if self._watch is not None:
            self._watch.end()
        self._place.remove_parents()

    def _create(self) -> bool:
        self._file = inode.create(self.path)
        return self._file is not None

    def _share(self, known: Known) -> bool:
        """Go on with what was begun of this very object, by us or where a lock did not hold."""
        record = self._recorder.trusted()
        return (
            record is not None
            and known.validator is not None
            and record.known == known
            and self._open_existing(record) is not None
        )

    def _replace(self) -> None:
        """Make the file in place of what lies there, if anything does."""
        self._resumed = self._recorder.remove() or self._resumed
        with suppress(FileNotFoundError):
            os.unlink(self.path)
            self._resumed = True
        if not self._create():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))

    def _kept(self, written: Pairs) -> bool:
        status = os.fstat(self._writing())
        # Without a name no one will find it again.
        if not written or not status.st_nlink or self._recorder.lost:
            return False
        with suppress(OSError):
            self._recorder.keep(written)
            return True
        # A disk that is full has no room for this record; the one before claims less.
        record = self._recorder.trusted()
        return record is not None and record.inode == status.st_ino and bool(record.finished())

    def _open_existing(self, record: Record) -> Record | None:
        self._file = descriptor = inode.open_recorded(self.path, record, self._trace.last())
        if descriptor is None:
            return None
        self._resumed = True
        return self._recorder.go_on(descriptor, record)

    def _writing(self) -> int:
        if self._file is None:
            raise RuntimeError("begin() or recover() comes before write() and commit()")
        return self._file

    def _close(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            try:
                self._recorder.end()
            finally:
                os.close(file)

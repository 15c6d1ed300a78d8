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

import hashlib
import os
import stat
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from ..turns import resting
from .disk import (
    check_replaceable,
    checksum,
    disk_errors,
    reserve,
    sync_directory,
    take_after,
    write_at,
)
from .journal import Identity, Pairs, Record
from .lock import FileLock
from .plan import Known
from .recorder import Recorder

LONGEST_NAME = 255  # bytes; NAME_MAX of every file system in common use


class PartialFile:
    """Takes the bytes of a download and becomes the destination when told that it is whole.

    Args:
        destination: An absolute path. Links are followed, so that the file they lead to is
            replaced and not the link.
        identity: The object.
        durable: Whether the bytes must be on the disk before the rename, and what a record claims
            before it is written.
    """

    def __init__(self, destination: Path, identity: Identity, durable: bool = True) -> None:
        self._given = destination
        self.destination = Path(os.path.realpath(destination))
        self._durable = durable
        name = f".{destination.name}.part"
        if len(os.fsencode(name)) > LONGEST_NAME - len(".json.4194304-140737353901888"):
            name = f".{hashlib.sha256(os.fsencode(name)).hexdigest()[:32]}.part"
        self.path = self.destination.with_name(name)
        record_path = self.path.with_name(f"{name}.json")
        self._recorder = Recorder(record_path, identity, durable)
        self._lock = FileLock(self.path.with_name(f"{name}.lock"))
        self._file: int | None = None
        self._others: tuple[int, Record] | None = None
        self._made: list[Path] = []
        self._began = time.time()
        self._resumed = False

    def acquire(self) -> bool:
        """Try to become the one that writes this destination; False while another one does.

        Raises:
            OutputError: Nothing can be written there.
        """
        with disk_errors(self.destination):
            # As it was given: what /dev/stdout leads to may have no path.
            check_replaceable(self._given)
            self._make_parents()
            if self._lock.acquire():
                self._began = time.time()
                return True
            self._watch()
            return False

    def finished_meanwhile(self) -> int | None:
        """Return the size of the destination where the one waited for has just finished it.

        A partial file gets the destination's name only when it is whole. So if the destination is
        the very inode that was, under the partial file's name and by its record, this object's
        while another one held the lock, then it is this object, whole.
        """
        if self._others is None:
            return None
        descriptor, record = self._others
        with suppress(OSError):
            found, held = os.stat(self.destination), os.fstat(descriptor)
            same = os.path.samestat(found, held) and record.inode == found.st_ino
            if same and record.known.size in {None, found.st_size}:
                return found.st_size
        return None

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
        with disk_errors(self.destination):
            self._close()
            record = self._recorder.trusted()
            if (
                # Begun by us before, or just now by another one whose lock did not hold us off.
                record is not None
                and known.validator is not None
                and record.known == known
                and self._open_existing(record) is not None
            ):
                return
            # A link planted under this name must not choose what is written to.
            self._resumed = self._recorder.remove() or self._resumed
            with suppress(FileNotFoundError):
                self.path.unlink()
                self._resumed = True
            flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0)
            self._file = os.open(self.path, flags, 0o666)
            if known.size is not None:
                reserve(self._file, known.size, self.destination, self.path.parent)
            self._recorder.begin(self._file, known)

    def learn(self, known: Known) -> None:
        """Take note of what was learnt since."""
        self._recorder.learn(known)

    def write(self, offset: int, data: bytes | memoryview) -> None:
        """Write bytes to their place.

        Raises:
            InsufficientDiskSpaceError: The disk is full.
            OutputError: The disk refuses.
        """
        with disk_errors(self.destination):
            write_at(self._writing(), data, offset)

    def note(self, ranges: Callable[[], Pairs]) -> None:
        """Record what is there, unless that was done just now.

        Args:
            ranges: Gives what was written.

        Raises:
            OutputError: The disk refuses.
        """
        with disk_errors(self.destination):
            self._recorder.note(ranges)

    def digest(self, algorithm: str) -> str:
        """Return the checksum of what is there, in hexadecimal.

        Raises:
            OutputError: It cannot be read.
        """
        # Most of it is hashing, which leaves the interpreter to others.
        with disk_errors(self.destination), resting():
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
        with disk_errors(self.destination):
            self._recorder.stop()
            descriptor = self._writing()
            status = os.fstat(descriptor)
            if status.st_size != size:
                os.ftruncate(descriptor, size)
            take_after(self.destination, descriptor)
            if self._durable:
                # Without this the rename can reach the disk before the data does, and a power cut
                # leaves an empty file under the final name.
                with resting():
                    self._recorder.sync(os.fsync)
            if not self._rename(status):
                return False
            self._close()
            self._recorder.remove()
            if self._resumed:
                self._recorder.remove_older(self._began)
            if self._durable:
                sync_directory(self.destination.parent)
        self._made.clear()
        return True

    def release(self, keep: Pairs = ()) -> None:
        """Let the next one in; remove what is not finished, unless it can be gone on with.

        Never raises.

        Args:
            keep: What was written, where a later try can go on from it.
        """
        with suppress(OSError):
            self._recorder.stop()
        if self._lock.is_locked:
            if self._file is not None and not self._kept(keep):
                with suppress(OSError):
                    self._remove_own(self._file)
            with suppress(OSError):
                self._close()
            self._lock.release()
        self._forget_others()
        self._remove_parents()

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

    def _remove_own(self, descriptor: int) -> None:
        # Not what another one, whose lock did not hold us off, has put in its place.
        with suppress(FileNotFoundError):
            named = os.stat(self.path, follow_symlinks=False)
            if not os.path.samestat(named, os.fstat(descriptor)):
                return
            self.path.unlink()
        self._recorder.remove()

    def _rename(self, own: os.stat_result) -> bool:
        with suppress(FileNotFoundError):
            if os.path.samestat(os.stat(self.path, follow_symlinks=False), own):
                os.replace(self.path, self.destination)
                return True
        # Only where a lock did not hold: another one has the same bytes in the same file, and was
        # first; or it has begun another file, and this one has no name any more.
        with suppress(FileNotFoundError):
            return os.path.samestat(os.stat(self.destination), own)
        return False

    def _open_existing(self, record: Record) -> Record | None:
        flags = os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK | getattr(os, "O_CLOEXEC", 0)
        try:
            descriptor = os.open(self.path, flags)
        except OSError:
            return None
        status = os.fstat(descriptor)
        end = max((end for _, end in record.finished()), default=0)
        sound = (
            stat.S_ISREG(status.st_mode)
            and status.st_ino == record.inode
            and status.st_size >= end
            and record.is_untouched(status.st_ctime_ns)
            # Neither someone else's file nor, by a second name, another one of ours.
            and status.st_uid == os.geteuid()
            and status.st_nlink == 1
        )
        if not sound:
            os.close(descriptor)
            return None
        self._file = descriptor
        self._resumed = True
        return self._recorder.go_on(descriptor, record)

    def _watch(self) -> None:
        record = self._recorder.trusted()
        if record is None or (self._others is not None and self._others[1].inode == record.inode):
            return
        with suppress(OSError):
            descriptor = os.open(self.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            self._forget_others()
            # Held open, so that its inode's number is not given to another file meanwhile.
            self._others = (descriptor, record)

    def _forget_others(self) -> None:
        others, self._others = self._others, None
        if others is not None:
            os.close(others[0])

    def _make_parents(self) -> None:
        missing = []
        parent = self.destination.parent
        while not parent.exists():
            missing.append(parent)
            parent = parent.parent
        for path in reversed(missing):
            with suppress(FileExistsError):
                path.mkdir()
                self._made.append(path)

    def _remove_parents(self) -> None:
        while self._made:
            with suppress(OSError):  # someone else has put something there
                self._made.pop().rmdir()

    def _writing(self) -> int:
        if self._file is None:
            raise RuntimeError("begin() or recover() comes before write() and commit()")
        return self._file

    def _close(self) -> None:
        self._recorder.end()
        file, self._file = self._file, None
        if file is not None:
            os.close(file)

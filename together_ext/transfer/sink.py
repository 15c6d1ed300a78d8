"""The partial file: beside the destination until it is whole, then, by one rename, the destination.

Its name is the same at every try, so that a process killed in the middle leaves one file that the
next try takes over, not one more orphan a try. Its lock is held by the system for a process: two
that download to one destination take turns, and a killed one holds nothing.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from filelock import FileLock, Timeout

from ..errors import InsufficientDiskSpaceError, OutputError

# Small enough for the cache, large enough that a TLS record (16 KiB) does not cost a write.
_BUFFER_BYTES = 256 * 1024
_LONGEST_NAME = 255  # bytes; NAME_MAX of every file system in common use
_FULL = {errno.ENOSPC, errno.EDQUOT}


class PartialFile:
    """Takes the bytes of a download and becomes the destination when told that it is whole.

    Args:
        destination: An absolute path. Links are followed, so that the file they lead to is
            replaced and not the link.
    """

    def __init__(self, destination: Path) -> None:
        self.destination = Path(os.path.realpath(destination))
        name = f".{destination.name}.part"
        if len(os.fsencode(name)) > _LONGEST_NAME - len(".lock"):
            name = f".{hashlib.sha256(os.fsencode(name)).hexdigest()[:32]}.part"
        self.path = self.destination.with_name(name)
        self._lock_path = self.path.with_name(f"{name}.lock")
        # Not thread-local: in an event loop each step may run in another worker thread.
        self._lock = FileLock(self._lock_path, thread_local=False)
        self._file: BinaryIO | None = None
        self._made: list[Path] = []

    def acquire(self) -> bool:
        """Try to become the one that writes this destination; False while another one does.

        Raises:
            OutputError: Nothing can be written there.
        """
        with _disk_errors(self.destination):
            self._check()
            self._make_parents()
            try:
                self._lock.acquire(blocking=False)
            except Timeout:
                return False
        return True

    def start(self) -> None:
        """Begin an empty file, in place of whatever a former try left.

        Raises:
            OutputError: Nothing can be written there.
        """
        with _disk_errors(self.destination):
            self._close()
            # A link planted under this name must not choose what is written to.
            with suppress(FileNotFoundError):
                self.path.unlink()
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0)
            descriptor = os.open(self.path, flags, 0o666)
            self._file = os.fdopen(descriptor, "wb", buffering=_BUFFER_BYTES)

    def reserve(self, size: int) -> None:
        """Refuse early what cannot fit.

        Args:
            size: Bytes to come.

        Raises:
            InsufficientDiskSpaceError: Fewer are free.
        """
        with _disk_errors(self.destination):
            free = shutil.disk_usage(self.path.parent).free
        if size > free:
            raise InsufficientDiskSpaceError(
                needed=size, available=free, path=str(self.destination), errno=errno.ENOSPC
            )

    def write(self, data: bytes) -> None:
        """Append bytes.

        Raises:
            InsufficientDiskSpaceError: The disk is full.
            OutputError: The disk refuses.
        """
        with _disk_errors(self.destination):
            self._writing().write(data)

    def commit(self) -> int:
        """Make the partial file the destination: on the disk first, then under its name.

        Returns:
            The bytes on the disk.

        Raises:
            OutputError: The disk refuses; the destination is as it was.
        """
        with _disk_errors(self.destination):
            file = self._writing()
            file.flush()
            descriptor = file.fileno()
            size = os.fstat(descriptor).st_size
            with suppress(FileNotFoundError):
                # What was private stays private when it is replaced.
                os.chmod(self.path, stat.S_IMODE(self.destination.stat().st_mode))
            # Without this the rename can reach the disk before the data does, and a power cut
            # leaves an empty file under the final name.
            os.fsync(descriptor)
            self._close()
            os.replace(self.path, self.destination)
            _sync_directory(self.destination.parent)
        self._made.clear()
        return size

    def release(self) -> None:
        """Remove what is not finished, and let the next one in. Never raises."""
        if not self._lock.is_locked:
            self._remove_parents()
            return
        with suppress(OSError):
            self._close()
        with suppress(OSError):
            self.path.unlink()
        # Unlinked while it is still held: a waiter that holds the old file finds it has no name
        # any more and opens a new one (filelock looks at st_nlink).
        with suppress(OSError):
            self._lock_path.unlink()
        with suppress(OSError):
            self._lock.release()
        self._remove_parents()

    def _check(self) -> None:
        with suppress(FileNotFoundError):
            mode = self.destination.stat().st_mode
            if stat.S_ISDIR(mode):
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
            if not stat.S_ISREG(mode):
                # A rename over /dev/null would replace the device.
                raise OutputError(
                    f"{self.destination} is not a regular file; files.content(id) gives the bytes "
                    "to write there.",
                    path=str(self.destination),
                )

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

    def _writing(self) -> BinaryIO:
        if self._file is None:
            raise RuntimeError("start() comes before write() and commit()")
        return self._file

    def _close(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            file.close()


def _sync_directory(directory: Path) -> None:
    if os.name == "nt":  # a directory cannot be opened there, and NTFS journals its renames
        return
    try:
        descriptor = os.open(directory, os.O_RDONLY)
    except PermissionError:  # a drop box: may be written to, not read
        return
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno != errno.EINVAL:  # some network file systems cannot, and say so this way
            raise
    finally:
        os.close(descriptor)


@contextmanager
def _disk_errors(destination: Path) -> Iterator[None]:
    try:
        yield
    except OutputError:
        raise
    except OSError as error:
        path = str(destination)
        if error.errno in _FULL:
            raise InsufficientDiskSpaceError(
                needed=None, available=None, path=path, errno=error.errno
            ) from error
        raise OutputError(
            f"{path} cannot be written: {error.strerror or error}. Choose another output.",
            path=path,
            errno=error.errno,
        ) from error

"""What is uploaded: bytes on the disk, or bytes in memory, read by slices and never held.

A slice can be read any number of times and from several threads at once, which is what a retry and
parts side by side need. Bytes on the disk are read with ``pread`` from a descriptor, and looked at
before the last byte of a slice is given away: if the file's size, times or inode are not those it
had in the beginning, the slice ends in an error, and the storage has no whole part to keep.
"""

from __future__ import annotations

import hashlib
import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from ..errors import InputFileError, UploadError
from ..flow import Flow, Work
from ..records import dataclass

# Four times this costs the same CPU and, with four parts under way, 6 to 8 MiB more (measured over
# 256 MiB on loopback); half of it a tenth more CPU.
CHUNK_BYTES = 256 * 1024
# Hashed in slices, so that a cancelled upload of a large file ends between two of them.
_HASH_BYTES = 32 * 1024 * 1024


class Content(ABC):
    """Bytes that stay the same while they are uploaded.

    Attributes:
        label: How errors call it: a path, or what it is.
        size: Bytes in it, at least one.
    """

    label: str
    size: int

    @abstractmethod
    def chunks(self, start: int, stop: int) -> Iterator[bytes]:
        """Give the bytes of a slice, at most 256 KiB at a time.

        Raises:
            UploadError: They are not what they were, or cannot be read.
        """

    def close(self) -> None:  # noqa: B027  (bytes in memory have nothing to let go of)
        """Let go of what was opened or made for it."""

    def sha256(self) -> Flow[str]:
        """Read all of it once."""
        digest = hashlib.sha256()
        for start in range(0, self.size, _HASH_BYTES):

            def hash_slice(start: int = start) -> None:
                for chunk in self.chunks(start, min(start + _HASH_BYTES, self.size)):
                    digest.update(chunk)

            yield Work(hash_slice)
        return digest.hexdigest()


class BytesContent(Content):
    """Bytes in memory, which nobody can change."""

    def __init__(self, data: bytes, label: str = "the bytes given") -> None:
        self.label = label
        self.size = check_size(len(data), label)
        self._data = memoryview(data)

    def chunks(self, start: int, stop: int) -> Iterator[bytes]:
        """Give the bytes of a slice."""
        for at in range(start, stop, CHUNK_BYTES):
            yield bytes(self._data[at : min(at + CHUNK_BYTES, stop)])


@dataclass(frozen=True)
class _Identity:
    """What tells whether a file changed.

    The inode's own time cannot be set back, as that of the content can (``touch -d``).
    """

    size: int
    modified: int
    changed: int
    inode: int
    device: int

    @staticmethod
    def of(descriptor: int) -> _Identity:
        status = os.fstat(descriptor)
        return _Identity(
            status.st_size,
            status.st_mtime_ns,
            status.st_ctime_ns,
            status.st_ino,
            status.st_dev,
        )


class FileContent(Content):
    """Bytes of a regular file.

    Args:
        label: How errors call it.
        descriptor: Opens it, for as long as a slice is read; the caller closes what comes.
        offset: Where the content begins.
        digest: Its SHA-256, where that is known.
        close: What to do in the end.

    Raises:
        InputFileError: It holds nothing, or cannot be read.
    """

    def __init__(
        self,
        label: str,
        descriptor: Callable[[], int],
        *,
        offset: int = 0,
        digest: str | None = None,
        close: Callable[[], None] = lambda: None,
    ) -> None:
        self.label = label
        self._open = descriptor
        self._offset = offset
        self._digest = digest
        self._close = close
        try:
            opened = descriptor()
            try:
                self._identity = _Identity.of(opened)
            finally:
                os.close(opened)
        except OSError as error:
            raise InputFileError(
                f"{label} cannot be read: {error.strerror or error}.",
                path=label,
                errno=error.errno,
            ) from error
        self.size = check_size(self._identity.size - offset, label)

    def close(self) -> None:
        """Let go of what was opened or made for it."""
        self._close()

    def sha256(self) -> Flow[str]:
        """Read all of it once, unless that was done while it was written."""
        if self._digest is None:
            self._digest = yield from super().sha256()
        return self._digest

    def chunks(self, start: int, stop: int) -> Iterator[bytes]:
        """Give the bytes of a slice.

        Raises:
            UploadError: The file changed, or cannot be read.
        """
        try:
            descriptor = self._open()
        except OSError as error:
            raise self._unreadable(error) from error
        try:
            while start < stop:
                data = self._read(descriptor, start, min(CHUNK_BYTES, stop - start))
                start += len(data)
                # Before the last bytes leave: the other side then keeps nothing.
                if not data or (start == stop and _Identity.of(descriptor) != self._identity):
                    raise UploadError(
                        f"{self.label} changed while it was uploaded. "
                        "Upload it again when it is finished.",
                        path=self.label,
                        expected=self.size,
                    )
                yield data
        finally:
            os.close(descriptor)

    def _read(self, descriptor: int, start: int, count: int) -> bytes:
        try:
            return os.pread(descriptor, count, self._offset + start)
        except OSError as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: OSError) -> UploadError:
        return UploadError(
            f"{self.label} cannot be read any more: {error.strerror or error}.", path=self.label
        )


def check_size(size: int, label: str) -> int:
    """Return the size of a content that is not empty.

    Raises:
        InputFileError: It is.
    """
    if size <= 0:
        raise InputFileError(f"{label} is empty; there is nothing to upload.", path=label)
    return size


def of_path(path: Path) -> FileContent:
    """The content of the file at a path."""
    # A pipe that takes the file's place meanwhile is not waited for.
    flags = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0)
    return FileContent(str(path), lambda: os.open(path, flags))


def of_descriptor(descriptor: int, label: str, *, offset: int, digest: str | None) -> FileContent:
    """The content of an open file, which is closed meanwhile without harm: it is duplicated."""
    own = os.dup(descriptor)

    def close() -> None:
        with suppress(OSError):
            os.close(own)

    try:
        return FileContent(label, lambda: os.dup(own), offset=offset, digest=digest, close=close)
    except BaseException:
        close()
        raise

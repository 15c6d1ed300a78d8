"""What file systems do: refuse, run full, reserve, keep."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ..errors import InsufficientDiskSpaceError, OutputError

_FULL = {errno.ENOSPC, errno.EDQUOT}
# The file system, or the C library for it, cannot reserve.
_CANNOT = {errno.EINVAL, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS, errno.ENODEV, errno.EPERM}
# Under this the first write finds out as soon.
_WORTH_RESERVING = 1 << 20
_READ_BYTES = 1 << 20


@contextmanager
def disk_errors(destination: Path) -> Iterator[None]:
    """Turn what the system says about the disk into this library's errors."""
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


def reserve(descriptor: int, size: int, destination: Path, directory: Path) -> None:
    """Have the disk set aside what a file needs, or refuse early.

    Args:
        descriptor: The file.
        size: Bytes that it will have.
        destination: Named in the error.
        directory: Where the file lies.

    Raises:
        InsufficientDiskSpaceError: There are fewer.
    """
    has = getattr(os.fstat(descriptor), "st_blocks", 0) * 512
    free = shutil.disk_usage(directory).free
    needed = max(0, size - has)
    short = InsufficientDiskSpaceError(
        needed=needed, available=free, path=str(destination), errno=errno.ENOSPC
    )
    if needed > free:
        raise short
    if needed < _WORTH_RESERVING or not hasattr(os, "posix_fallocate"):
        return
    try:
        os.posix_fallocate(descriptor, 0, size)
    except OSError as error:
        if error.errno in _FULL:
            raise short from error
        if error.errno not in _CANNOT:
            raise


def sync_directory(directory: Path) -> None:
    """Have a directory's entries on the disk.

    Raises:
        OSError: The disk refuses.
    """
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


def write_at(descriptor: int, data: bytes | memoryview, offset: int) -> None:
    """Write all of it there.

    Raises:
        OSError: The disk refuses.
    """
    written = os.pwrite(descriptor, data, offset)
    if written < len(data):  # a signal, or a disk that is full from here on
        view = memoryview(data)
        while written < len(view):
            written += os.pwrite(descriptor, view[written:], offset + written)


def checksum(descriptor: int, algorithm: str) -> str:
    """Return the checksum of a file, in hexadecimal.

    Raises:
        OSError: It cannot be read.
    """
    offset = crc = 0
    summed = None if algorithm == "crc32" else hashlib.new(algorithm)
    while data := os.pread(descriptor, _READ_BYTES, offset):
        if summed is None:
            crc = zlib.crc32(data, crc)
        else:
            summed.update(data)
        offset += len(data)
    return f"{crc:08x}" if summed is None else summed.hexdigest()


def check_replaceable(destination: Path) -> None:
    """Refuse a destination that is no file.

    Raises:
        OSError: It is a directory, or cannot be looked at.
        OutputError: It is a device, a pipe or a socket.
    """
    with suppress(FileNotFoundError):
        mode = destination.stat().st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not stat.S_ISREG(mode):
            # A rename over /dev/null would replace the device.
            raise OutputError(
                f"{destination} is not a regular file; files.content(id) gives the bytes to write "
                "there.",
                path=str(destination),
            )

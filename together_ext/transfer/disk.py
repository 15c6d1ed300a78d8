"""What file systems do: refuse, run full, reserve, keep."""

from __future__ import annotations

import errno
import functools
import hashlib
import os
import shutil
import stat
import sys
import zlib
from collections.abc import Callable
from contextlib import suppress

from ..errors import InsufficientDiskSpaceError, OutputError

StrPath = str | os.PathLike[str]

# What the system says where a disk has no room.
FULL = {errno.ENOSPC, errno.EDQUOT}
# The file system, or the C library for it, cannot reserve.
_CANNOT = {errno.EINVAL, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS, errno.ENODEV, errno.EPERM}
# Under this the first writes find out as soon.
_WORTH_RESERVING = 16 << 20
_READ_BYTES = 1 << 20
# What statfs calls tmpfs (https://man7.org/linux/man-pages/man2/statfs.2.html).
_TMPFS = 0x01021994


class disk_errors:  # a context manager; as a generator it cost three times as much
    """Turn what the system says about the disk into this library's errors."""

    __slots__ = ("_destination",)

    def __init__(self, destination: StrPath) -> None:
        self._destination = destination

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: object
    ) -> None:
        if isinstance(error, OSError) and not isinstance(error, OutputError):
            raise refused(error, self._destination) from error


def refused(error: OSError, destination: StrPath) -> OutputError:
    """Return this library's error for what the system says about the disk."""
    path = os.fspath(destination)
    if error.errno in FULL:
        return InsufficientDiskSpaceError(needed=None, available=None, path=path, errno=error.errno)
    return OutputError(
        f"{path} cannot be written: {error.strerror or error}. Choose another output.",
        path=path,
        errno=error.errno,
    )


def reserve(descriptor: int, size: int, destination: StrPath, directory: StrPath) -> None:
    """Have the disk set aside what a file needs, or refuse early.

    Args:
        descriptor: The file, which is empty.
        size: Bytes that it will have.
        destination: Named in the error.
        directory: Where the file lies.

    Raises:
        InsufficientDiskSpaceError: There are fewer.
    """
    free = free_space(descriptor, directory)
    if free is not None and size > free:
        raise _short(size, free, destination)
    if size < _WORTH_RESERVING:
        return
    try:
        _allocate(descriptor, size)
    except OSError as error:
        if error.errno in FULL:
            raise _short(size, free, destination) from error
        if error.errno not in _CANNOT:
            raise


def _short(needed: int, free: int | None, destination: StrPath) -> InsufficientDiskSpaceError:
    return InsufficientDiskSpaceError(
        needed=needed, available=free, path=os.fspath(destination), errno=errno.ENOSPC
    )


def free_space(descriptor: int, directory: StrPath) -> int | None:
    """Return the bytes that a user may still write to the file system of a file.

    None where it does not say: ramfs, and what FUSE answers for a file system that was not made to,
    have no blocks at all.
    """
    if sys.platform == "win32":
        return shutil.disk_usage(directory).free
    status = os.fstatvfs(descriptor)
    return status.f_bavail * status.f_frsize if status.f_blocks else None


def _allocate(descriptor: int, size: int) -> None:
    """Have the blocks of a file set aside, where the file system can do that in one step.

    Not ``os.posix_fallocate``: where the file system cannot, the C library does it by writing into
    every block (https://man7.org/linux/man-pages/man3/posix_fallocate.3.html), which takes as long
    as the download. Nor on tmpfs, which does the same with pages of memory: 0.3 s for 512 MiB, in
    which nothing is read. There the free space that was looked at has to do.
    """
    allocate = _fallocate()
    if allocate is not None and (code := allocate(descriptor, size)):
        raise OSError(code, os.strerror(code))


@functools.lru_cache(maxsize=1)
def _fallocate() -> Callable[[int, int], int] | None:
    """Return the system call, which gives an error number or 0; None where there is none."""
    if not sys.platform.startswith("linux"):
        return None
    import ctypes  # 5 ms, which only a large file is worth

    library = ctypes.CDLL(None, use_errno=True)
    # glibc's takes 64 bits under this name on machines of 32, too; musl's always does.
    function = getattr(library, "fallocate64", None) or getattr(library, "fallocate", None)
    if function is None:
        return None
    function.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_longlong, ctypes.c_longlong]

    def call(descriptor: int, size: int) -> int:
        status = (ctypes.c_long * 64)()  # more than it has; its type comes first
        if library.fstatfs(descriptor, status) == 0 and status[0] == _TMPFS:
            return errno.EOPNOTSUPP
        return 0 if function(descriptor, 0, 0, size) == 0 else ctypes.get_errno()

    return call


def sync_directory(directory: StrPath) -> None:
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
    # A Python that keeps to FIPS has no MD5 for any other use, and S3's ETags are MD5s.
    summed = None if algorithm == "crc32" else hashlib.new(algorithm, usedforsecurity=False)
    while data := os.pread(descriptor, _READ_BYTES, offset):
        if summed is None:
            crc = zlib.crc32(data, crc)
        else:
            summed.update(data)
        offset += len(data)
    return f"{crc:08x}" if summed is None else summed.hexdigest()


def take_after(destination: str, descriptor: int, own: os.stat_result) -> bool:
    """Give a file the mode of the one that it replaces, and its owner where that is allowed.

    Args:
        destination: Where the one that it replaces lies, if there is one.
        descriptor: The file.
        own: What it has.

    Returns:
        Whether that changed anything.

    Raises:
        OSError: The disk refuses.
    """
    try:
        replaced = os.stat(destination)
    except FileNotFoundError:
        return False
    if (own.st_uid, own.st_gid, own.st_mode) == (
        replaced.st_uid,
        replaced.st_gid,
        replaced.st_mode,
    ):
        return False
    if (own.st_uid, own.st_gid) != (replaced.st_uid, replaced.st_gid):
        with suppress(PermissionError):  # only root may give files away
            os.fchown(descriptor, replaced.st_uid, replaced.st_gid)
    # What was private stays private.
    os.fchmod(descriptor, stat.S_IMODE(replaced.st_mode))
    return True

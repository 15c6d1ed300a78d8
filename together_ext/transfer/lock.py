"""A lock on a file, held by the system for this process: a killed one holds nothing.

filelock does the same and more; importing it imports asyncio and SQLite too, which is a third of
what a download's start costs.
"""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress

if sys.platform == "win32":
    import msvcrt

    def _try(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _try(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


# Some network file systems have none. Two downloads to one destination then do not take turns; the
# result is right all the same (see ``sink``).
_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP}


class FileLock:
    """A lock of one file, which is made for it and removed with it.

    Args:
        path: The file.
        needed: Whether a file system without locks is an error; else it is as if it were free.
    """

    def __init__(self, path: str | os.PathLike[str], *, needed: bool = False) -> None:
        self._path = os.fspath(path)
        self._needed = needed
        self._descriptor: int | None = None

    @property
    def is_locked(self) -> bool:
        """Whether it is held here."""
        return self._descriptor is not None

    @property
    def descriptor(self) -> int | None:
        """Of the file, while it is held here."""
        return self._descriptor

    def acquire(self) -> bool:
        """Try to take it; False while another one holds it.

        Raises:
            OSError: There can be no such file.
        """
        if self._descriptor is not None:
            return True
        # A link planted under this name must not choose what is opened.
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
        descriptor = os.open(self._path, flags, 0o600)
        try:
            try:
                _try(descriptor)
            except OSError as error:
                if self._needed or error.errno not in _NO_LOCKS:
                    raise
            # Whoever held it before may have removed the file between the two calls above; a lock
            # on a file without a name keeps no one out.
            held, named = os.fstat(descriptor), self._named()
            if named is not None and os.path.samestat(held, named):
                self._descriptor = descriptor
                return True
        except (BlockingIOError, PermissionError):
            pass  # flock and msvcrt, in this order, where another one holds it
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)
        return False

    def _named(self) -> os.stat_result | None:
        try:
            return os.stat(self._path)
        except FileNotFoundError:
            return None

    def release(self) -> None:
        """Remove the file and let the next one in. Never raises."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is None:
            return
        # Removed while it is still held, except where that cannot be done.
        with suppress(OSError):
            try:
                os.unlink(self._path)
            finally:
                os.close(descriptor)
        if sys.platform == "win32":
            with suppress(OSError):
                os.unlink(self._path)

"""The inode of a partial file: made, found again, renamed and removed only while it is the one.

What lies under its name may be another's: a link that was planted there, a file of another object,
or the one that another download has begun where locks lie.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress

from .journal import Record
from .trace import Note

_CLOSE_ON_EXEC = getattr(os, "O_CLOEXEC", 0)


def create(path: str) -> int | None:
    """Make a new file and return its descriptor; None where something lies there.

    Raises:
        OSError: The disk refuses.
    """
    # A link planted under this name must not choose what is written to.
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | _CLOSE_ON_EXEC
    try:
        return os.open(path, flags, 0o666)
    except FileExistsError:
        return None


def open_recorded(path: str, record: Record, last: Note | None) -> int | None:
    """Open the file that a record speaks of; None where what lies there is not it, unharmed.

    Args:
        path: Where it should lie.
        record: What is said of it.
        last: What is known of the last write of a process that was killed.
    """
    flags = os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK | _CLOSE_ON_EXEC
    try:
        descriptor = os.open(path, flags)
    except OSError:
        return None
    status = os.fstat(descriptor)
    end = max((end for _, end in record.finished()), default=0)
    sound = (
        stat.S_ISREG(status.st_mode)
        and status.st_ino == record.inode
        and status.st_size >= end
        and record.is_untouched(status.st_ctime_ns, last)
        # Neither someone else's file nor, by a second name, another one of ours.
        and status.st_uid == os.geteuid()
        and status.st_nlink == 1
    )
    if not sound:
        os.close(descriptor)
        return None
    return descriptor


def rename(path: str, destination: str, own: os.stat_result) -> bool:
    """Give the file its destination's name; False where it has no name any more.

    Raises:
        OSError: The disk refuses.
    """
    with suppress(FileNotFoundError):
        if os.path.samestat(os.stat(path, follow_symlinks=False), own):
            os.replace(path, destination)
            return True
    # Only where a lock did not hold: another one has the same bytes in the same file, and was
    # first; or it has begun another file, and this one has no name any more.
    with suppress(FileNotFoundError):
        return os.path.samestat(os.stat(destination), own)
    return False


def remove(path: str, descriptor: int) -> bool:
    """Remove the file; False where another one, whose lock did not hold us off, lies there.

    Raises:
        OSError: The disk refuses.
    """
    with suppress(FileNotFoundError):
        named = os.stat(path, follow_symlinks=False)
        if not os.path.samestat(named, os.fstat(descriptor)):
            return False
        os.unlink(path)
    return True

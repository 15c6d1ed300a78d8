"""When a partial file was last written to, noted in its lock file, where SIGKILL leaves it.

A record is renewed 50 times a second, and between two of them a fast line brings many pieces, each
of which moves the file's change time. So after a kill a later change time alone does not tell
whether another program wrote. This does: the clock is noted before a write, every 5 ms at the
most, which costs 4 us. What moved the change time later than that was someone else.

A write that has to wait for another one in the same file moves it later than its note says, by as
long as a busy disk makes it wait. So it is noted too whether more than one was under way. And one
that took long, on a disk or a machine that is busy, is noted again when it is over: or a kill while
the next bytes are awaited would cost all that had come.
"""

from __future__ import annotations

import functools
import os
import struct
import threading
import time
from contextlib import suppress
from typing import NamedTuple

from .lock import FileLock

_NOTE = struct.Struct("<qq")
# Nanoseconds between two notes, at least.
_EVERY = 5_000_000
# Nanoseconds after a note from which on a write's end is noted too: half of the slack below.
_LONG = 10_000_000
# Seconds by which a write may move the change time after the last note: the system's clock ticks
# every 10 ms at the longest, and 5 ms may not have been noted; or where it had to wait for others.
_SLACK_ALONE, _SLACK = 0.02, 2.0
# Where a write itself moves the change time, by this machine's clock. Elsewhere (NFS, FUSE, what is
# not known here) that may come later, when the system gets round to sending the bytes.
_LOCAL = {"bcachefs", "btrfs", "ext2", "ext3", "ext4", "f2fs", "tmpfs", "xfs", "zfs"}


class Note(NamedTuple):
    """What is known of the last write.

    Attributes:
        time: When it was about to begin, in nanoseconds since the epoch.
        alone: Whether no other one was under way.
    """

    time: int
    alone: bool

    @property
    def slack(self) -> float:
        """Seconds by which that write may have moved the change time later."""
        return _SLACK_ALONE if self.alone else _SLACK


class Trace:
    """The notes about one partial file. As a context manager it surrounds what changes the file.

    Args:
        lock: Held by whoever writes.
    """

    def __init__(self, lock: FileLock) -> None:
        self._lock_file = lock
        self._descriptor: int | None = None
        self._lock = threading.Lock()
        self._under_way = self._noted = self._time = 0

    def begin(self, partial: int) -> None:
        """Note each write from now on; none where change times are not to be relied on.

        Args:
            partial: The descriptor of the partial file.
        """
        if self._descriptor is None and is_local(os.fstat(partial).st_dev):
            self._descriptor = self._lock_file.descriptor
            with self._lock:
                self._note(time.time_ns())

    def end(self) -> None:
        """Note nothing more."""
        self._descriptor = None

    def __enter__(self) -> None:
        with self._lock:
            self._under_way += 1
            now = time.time_ns()
            if self._under_way > 1 >= self._noted or not 0 <= now - self._time < _EVERY:
                self._note(now)

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._under_way -= 1
            now = time.time_ns()
            if self._noted > 1 >= self._under_way or now - self._time >= _LONG:
                self._note(now)

    def last(self) -> Note | None:
        """Return the last note of the process before this one; None where there is none."""
        descriptor = self._lock_file.descriptor
        if descriptor is None:
            return None
        with suppress(OSError, struct.error):
            when, under_way = _NOTE.unpack(os.pread(descriptor, _NOTE.size, 0))
            return Note(when, under_way <= 1)
        return None

    def _note(self, now: int) -> None:
        if self._descriptor is not None:
            try:
                os.pwritev(self._descriptor, [_NOTE.pack(now, self._under_way)], 0)
            except OSError:  # the note before this one stays, by which too little is believed
                self._descriptor = None
            self._time, self._noted = now, self._under_way


@functools.lru_cache(maxsize=16)
def is_local(device: int) -> bool:
    """Say whether the file system with this number is one of this machine's own."""
    wanted = f"{os.major(device)}:{os.minor(device)}"
    # https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html
    with suppress(OSError, ValueError), open("/proc/self/mountinfo", errors="replace") as mounts:
        for line in mounts:
            fields = line.split(" ")
            if fields[2] == wanted:
                return fields[fields.index("-") + 1] in _LOCAL
    return False

"""The record beside a partial file: whose bytes they are, and which of them are there.

It is JSON, replaced atomically, and believed only whole: its own checksum, the version of the
format and of the code, the origin and the id, and the inode of the partial file must all agree.

It makes two claims. ``written``: these bytes were handed to the operating system, which keeps them
when the process dies (SIGKILL, out of memory), but not when the machine does; so it holds only
while the machine has not been booted since. ``synced``: these were on the disk before the record
was written, so a power cut leaves the record claiming no more than there is. The first is cheap and
renewed often, which keeps what a killed download fetches twice small; the second waits for the
disk, in a thread of its own.

Nor is a partial file believed that someone wrote to since (a disk check, a sync program, an
editor). The inode's change time, which nobody can set, tells: after an orderly end it is in the
record, and must be the same; after a kill it may not be later than the last write of the killed
process, which ``trace`` knows. What that does not see, and where, is in docs/transfer-proof.md. A
checksum of the bytes would tell more, and costs a fifth of what the whole download does (crc32:
0.17 to 0.25 s a GiB); where the server gives one, all of the file is checked in the end anyway.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import stat
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from .._version import __version__
from ..records import dataclass
from .plan import Digest, Known, Ranges
from .trace import Note

FORMAT = 2
# Seconds by which the last write of a download that was killed may come after its next record was
# due, where nothing was noted of it; and where the machine went down, whose records reach the disk
# some time before its data or after it.
SLACK, SLACK_AFTER_BOOT = 2.0, 60.0
# A record with some dozen ranges has about 1 KiB.
_LONGEST = 1 << 20

Pairs = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Identity:
    """Which object of which API."""

    origin: str
    id: str


@dataclass(frozen=True)
class Record:
    """What the record of one partial file says.

    Attributes:
        identity: The object.
        known: What is known of it.
        inode: The partial file's.
        written: Ranges handed to the operating system.
        synced: Ranges known to be on the disk.
        boot: Which start of the machine ``written`` speaks of; empty where that cannot be told.
        time: When the next record was due, in nanoseconds since the epoch.
        changed: The partial file's change time after the last write; None while it is written.
        ahead: Nanoseconds by which the file system's clock (a server's) is ahead of this machine's.
    """

    identity: Identity
    known: Known
    inode: int
    written: Pairs = ()
    synced: Pairs = ()
    boot: str = ""
    time: int = 0
    changed: int | None = None
    ahead: int = 0

    def is_untouched(self, changed: int, last: Note | None = None) -> bool:
        """Say whether no one else wrote to the partial file since.

        Args:
            changed: Its change time now.
            last: What is known of the last write of a process that was killed.
        """
        if self.changed is not None:
            return changed == self.changed
        due, slack = self.time, SLACK_AFTER_BOOT
        if self.boot and self.boot == boot_id():
            due, slack = (due, SLACK) if last is None else (last.time, last.slack)
        return changed <= due + self.ahead + slack * 1e9

    def finished(self) -> Pairs:
        """Return the ranges that can be relied on now."""
        return self.written if self.boot and self.boot == boot_id() else self.synced


@functools.lru_cache(maxsize=1)
def boot_id() -> str:
    """Return what tells this start of the machine from all others; empty where nothing does."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return ""


def dump(record: Record) -> bytes:
    """Return the bytes of a record."""
    # Not asdict, which copies each range, nor twice through json: one is written 50 times a second.
    known, digest = record.known, record.known.digest
    body = {
        "format": FORMAT,
        "code": __version__,
        **vars(record),
        "identity": vars(record.identity),
        "known": {**vars(known), "digest": None if digest is None else vars(digest)},
    }
    text = _canonical(body)
    return f'{text[:-1]},"checksum":"{_sha256(text)}"}}'.encode()


def parse(data: bytes) -> Record | None:
    """Read a record; None where it is not one of this version, whole."""
    try:
        body = json.loads(data)
        checksum = body.pop("checksum")
        if checksum != _checksum(body):
            return None
        if (body.pop("format"), body.pop("code")) != (FORMAT, __version__):
            return None
        known = body.pop("known")
        digest = known.pop("digest")
        return Record(
            identity=Identity(**body.pop("identity")),
            known=Known(**known, digest=None if digest is None else Digest(**digest)),
            written=_pairs(body.pop("written")),
            synced=_pairs(body.pop("synced")),
            **body,
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def save(path: str | os.PathLike[str], record: Record) -> None:
    """Write a record in place of the one before, all at once.

    Raises:
        OSError: The disk refuses.
    """
    # Where locks lie, two processes write here: each to a file of its own, and the later one wins.
    fresh = f"{os.fspath(path)}.{os.getpid()}-{threading.get_ident()}"
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
        with suppress(FileNotFoundError):
            os.unlink(fresh)
        descriptor = os.open(fresh, flags, 0o600)
        try:
            data = dump(record)
            while data:  # a disk that is nearly full takes a part, without an error
                data = data[os.write(descriptor, data) :]
        finally:
            os.close(descriptor)
        os.replace(fresh, path)
    except BaseException:  # Ctrl-C too: a success after it would not look for what it left
        with suppress(OSError):
            os.unlink(fresh)
        raise


def load(path: str | os.PathLike[str]) -> Record | None:
    """Read the record at a path; None where what lies there is not to be believed.

    Raises:
        FileNotFoundError: Nothing lies there.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        raise
    except OSError:
        return None
    try:
        status = os.fstat(descriptor)
        # In a directory that others write to, one of theirs must not choose what is believed.
        if not stat.S_ISREG(status.st_mode) or status.st_uid != os.geteuid():
            return None
        return parse(os.read(descriptor, _LONGEST))
    except OSError:
        return None
    finally:
        os.close(descriptor)


def _pairs(value: Any) -> Pairs:
    pairs = [(first, end) for first, end in value]
    if not all(type(n) is int and n >= 0 for pair in pairs for n in pair):
        raise ValueError("not ranges")
    return list(Ranges(pairs))


def _checksum(body: Any) -> str:
    return _sha256(_canonical(body))


def _canonical(body: Any) -> str:
    return json.dumps(body, sort_keys=True, separators=(",", ":"))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()

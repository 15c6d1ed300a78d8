"""The record of a multipart upload under way, by which a later process goes on with it.

Where: ``uploads/`` in ``$TOGETHER_STATE_DIR``, or in the user's state directory
(``$XDG_STATE_HOME/together-ext``, else ``~/.local/state/together-ext``). Not beside the file that
is uploaded: that directory may be read-only, shared, or watched.

What: a checksum of the record, then JSON. It names the content (SHA-256, size), not the path, and
whose key it is for. A file that was moved, or rows that were made anew, go on where they were; a
file that was changed is another one, whatever its times say.

The presigned URLs stand in it because the API gives them once and has no way to ask again. Who
holds one can write to this one upload until it expires, so the record is for its owner alone (0600)
and goes when the upload ends. The API key is not in it, only 64 bits of a digest of it.
"""

from __future__ import annotations

import json
import logging
import os
import tempfile
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from .lock import FileLock

log = logging.getLogger("together_ext")

VERSION = 1
# No presigned URL lives longer (https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html).
_LONGEST_LIFE = 7 * 24 * 3600.0


@dataclass(frozen=True)
class Destination:
    """Where a part is to be put.

    Attributes:
        url: Presigned: whoever knows it may write there.
        headers: What has to go with it.
    """

    url: str = field(repr=False)
    headers: dict[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Identity:
    """What an upload is of, and to where. Two that are equal are the same upload.

    Attributes:
        api: The base URL.
        account: What tells the key from others: what is begun with one may not be another's to
            write to, to complete or to abort.
        sha256: Of the content.
        size: Its bytes.
        name: The name that it is to have.
        purpose: What it is for.
        file_type: Its format.
    """

    api: str
    account: str
    sha256: str
    size: int
    name: str
    purpose: str
    file_type: str


@dataclass(frozen=True)
class Record:
    """An upload under way.

    Attributes:
        identity: What it is of.
        part_size: Bytes of all parts but the last.
        upload_id: Its id at the API.
        file_id: The id of the file it will become.
        destinations: Where the parts go, the first being part 1.
        etags: What the storage answered for each part that is there, by its number.
    """

    identity: Identity
    part_size: int
    upload_id: str
    file_id: str
    destinations: list[Destination] = field(repr=False)
    etags: dict[int, str] = field(default_factory=dict)


class RecordFile:
    """One upload's record on the disk, and the lock that makes its writers take turns.

    Where the directory cannot be used, there is no record and the upload works without.

    Args:
        identity: What is uploaded.
        directory: Where records are; None for the user's state directory.
    """

    def __init__(self, identity: Identity, directory: Path | None = None) -> None:
        self._identity = identity
        directory = directory or state_directory() / "uploads"
        key = sha256(json.dumps(asdict(identity), sort_keys=True).encode()).hexdigest()[:32]
        self.path = directory / f"{key}.json"
        self._lock = FileLock(directory / f"{key}.lock")
        self._usable = True

    def acquire(self) -> bool:
        """Try to become the one that does this upload; False while another does."""
        try:
            if not self.path.is_absolute():  # it would be a directory named "~" where we are
                raise OSError("no home directory is known; TOGETHER_STATE_DIR can name a directory")
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not self._lock.acquire():
                return False
        except OSError as error:
            log.warning("this upload cannot be resumed after a crash: %s", error)
            self._usable = False
        else:
            _remove_old(self.path.parent, keep=self.path)
        return True

    def load(self) -> Record | None:
        """Return the record that a former process left, if it is whole and of this upload."""
        if not self._usable:
            return None
        try:
            record = _parse(self.path.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            log.info("the record %s is not used: %s", self.path, type(error).__name__)
            return None
        return record if record.identity == self._identity else None

    def save(self, record: Record) -> None:
        """Replace the record, in one step."""
        if not self._usable:
            return
        data = json.dumps({"version": VERSION, **asdict(record)}).encode()
        data = sha256(data).hexdigest().encode() + b"\n" + data
        try:
            # mkstemp makes files for their owner alone.
            descriptor, name = tempfile.mkstemp(dir=self.path.parent, prefix=f"{self.path.stem}.")
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(data)
                    file.flush()
                    # A rename that reaches the disk before its data leaves an empty record.
                    os.fsync(file.fileno())
                os.replace(name, self.path)
            except BaseException:
                with suppress(OSError):
                    os.unlink(name)
                raise
        except OSError as error:
            log.warning("this upload cannot be resumed after a crash: %s", error)
            self._usable = False
            with suppress(OSError):
                self.path.unlink()  # what it says is no longer true

    def remove(self) -> None:
        """Forget the upload: it is done, or given up."""
        if self._usable:
            with suppress(OSError):
                self.path.unlink()

    def release(self) -> None:
        """Let the next one in. Never raises."""
        self._lock.release()


def state_directory() -> Path:
    """Return where this library keeps what has to outlive a process."""
    given = os.environ.get("TOGETHER_STATE_DIR")
    if given:
        return Path(os.path.abspath(os.path.expanduser(given)))
    base = os.environ.get("XDG_STATE_HOME")
    if base and os.path.isabs(base):  # a relative one is to be ignored, says its specification
        return Path(base) / "together-ext"
    return Path(os.path.expanduser("~/.local/state")) / "together-ext"


def _parse(raw: bytes) -> Record:
    written, _, body = raw.partition(b"\n")
    if written != sha256(body).hexdigest().encode():
        raise ValueError("damaged")
    data: Any = json.loads(body)
    if data["version"] != VERSION:
        raise ValueError("another version")
    record = Record(
        identity=Identity(**data["identity"]),
        part_size=_number(data["part_size"]),
        upload_id=_text(data["upload_id"]),
        file_id=_text(data["file_id"]),
        destinations=[
            Destination(
                _text(entry["url"]),
                {_text(name): _text(value) for name, value in entry["headers"].items()},
            )
            for entry in data["destinations"]
        ],
        etags={int(number): _text(etag) for number, etag in data["etags"].items()},
    )
    parts = -(-record.identity.size // record.part_size)
    if len(record.destinations) != parts or not set(record.etags) <= set(range(1, parts + 1)):
        raise ValueError("other parts")
    return record


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError("no text")
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
        raise ValueError("no number")
    return value


def _remove_old(directory: Path, keep: Path) -> None:
    """Remove what can be of no use any more: no URL in it is good, or it was never finished."""
    with suppress(OSError):
        for path in directory.iterdir():
            if path == keep or path.suffix == ".lock":
                continue
            with suppress(OSError):
                old = time.time() - path.stat().st_mtime > _LONGEST_LIFE
                # The lock is ours, so whoever was writing a record of this upload was killed.
                if old or path.stem == keep.stem:
                    path.unlink()

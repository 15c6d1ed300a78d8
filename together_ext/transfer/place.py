"""Where a download goes: the destination with its links followed, and the names beside it."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import threading
from contextlib import suppress

from ..errors import OutputError
from .disk import StrPath, sync_directory

LONGEST_NAME = 255  # bytes; NAME_MAX of every file system in common use
_LONGEST_SUFFIX = ".json.4194304-140737353901888"


class Directories:
    """The directories of downloads: found, and kept on the disk once something got its name there.

    Each at once; :class:`SharedDirectories` for many downloads together.
    """

    def real(self, directory: str) -> str:
        """Return where a directory really is, links followed."""
        return os.path.realpath(directory)

    def changed(self, destination: str, directory: str) -> None:  # noqa: ARG002  # one at a time
        """Take note that a destination got its name in a directory.

        Raises:
            OSError: The disk refuses to keep that.
        """
        sync_directory(directory)


class SharedDirectories(Directories):
    """The directories of many downloads: each is looked for once, and synced once, at their end.

    A sync of the directory is what makes names durable, all that it holds at once. So it comes when
    the last file has its name, and before any is reported.
    """

    def __init__(self) -> None:
        self._real: dict[str, str] = {}
        self._changed: dict[str, list[str]] = {}
        self._lock = threading.Lock()

    def real(self, directory: str) -> str:
        """Return where a directory really is, links followed."""
        found = self._real.get(directory)
        if found is None:
            found = self._real[directory] = os.path.realpath(directory)
        return found

    def changed(self, destination: str, directory: str) -> None:
        """Take note that a destination got its name in a directory."""
        with self._lock:
            self._changed.setdefault(directory, []).append(destination)

    def sync(self) -> dict[str, OSError]:
        """Have the disk keep the names; return the destinations whose it may not keep."""
        refused: dict[str, OSError] = {}
        with self._lock:
            changed, self._changed = self._changed, {}
        for directory, destinations in changed.items():
            try:
                sync_directory(directory)
            except OSError as error:
                refused.update(dict.fromkeys(destinations, error))
        return refused


class Place:
    """Where one download goes.

    Args:
        given: An absolute path. Links are followed, so that the file they lead to is replaced and
            not the link.
        directories: Those of the downloads that it belongs to.

    Attributes:
        destination: Where the file lies when it is whole.
        directory: Where that is.
        partial: Where it lies before.
        record: The record of what is there.
        lock: Held by whoever writes.

    Raises:
        OSError: The destination is a directory, or cannot be looked at.
        OutputError: It is a device, a pipe or a socket.
    """

    def __init__(self, given: str, directories: Directories) -> None:
        # One look where there is nothing, or a file. It tells a link, too, whose end is looked at
        # as it was given: what /dev/stdout leads to may have no path.
        directory, name = os.path.split(given)
        own = f".{name}.part"
        linked = False
        with suppress(FileNotFoundError):
            mode = os.lstat(given).st_mode
            linked = stat.S_ISLNK(mode)
            _check_replaceable(os.stat(given).st_mode if linked else mode, given)
        if linked or not name:
            self.destination = os.path.realpath(given)
            self.directory = os.path.dirname(self.destination)
        else:
            self.directory = directories.real(directory)
            self.destination = os.path.join(self.directory, name)
        if len(os.fsencode(own)) > LONGEST_NAME - len(_LONGEST_SUFFIX):
            own = f".{hashlib.sha256(os.fsencode(own)).hexdigest()[:32]}.part"
        self.partial = os.path.join(self.directory, own)
        self.record = f"{self.partial}.json"
        self.lock = f"{self.partial}.lock"
        self._made: list[str] = []

    def make_parents(self) -> None:
        """Make the directories that are missing.

        Raises:
            OSError: The disk refuses.
        """
        missing = []
        parent = self.directory
        while not os.path.exists(parent):
            missing.append(parent)
            parent = os.path.dirname(parent)
        for path in reversed(missing):
            with suppress(FileExistsError):
                os.mkdir(path)
                self._made.append(path)

    def keep_parents(self) -> None:
        """Keep the directories that were made: there is something in them."""
        self._made.clear()

    def remove_parents(self) -> None:
        """Remove the directories that were made, where there is nothing in them."""
        while self._made:
            with suppress(OSError):  # someone else has put something there
                os.rmdir(self._made.pop())


def _check_replaceable(mode: int, given: StrPath) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(mode):
        # A rename over /dev/null would replace the device.
        raise OutputError(
            f"{os.fspath(given)} is not a regular file; files.content(id) gives the bytes to write "
            "there.",
            path=os.fspath(given),
        )

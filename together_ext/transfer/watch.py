"""Another download to the same destination, looked at while it is waited for."""

from __future__ import annotations

import os
from contextlib import suppress

from .journal import Record
from .place import Place


class Watch:
    """Tells whether the one that was waited for has made the destination.

    A partial file gets the destination's name only when it is whole. So if the destination is the
    very inode that was, under the partial file's name and by its record, this object's while
    another one held the lock, then it is this object, whole.
    """

    def __init__(self) -> None:
        self._descriptor: int | None = None
        self._record: Record | None = None

    def look(self, place: Place, record: Record | None) -> None:
        """Look at what another one is writing.

        Args:
            place: Where.
            record: What lies there, if it is one of this object.
        """
        if record is None or (self._record is not None and self._record.inode == record.inode):
            return
        with suppress(OSError):
            descriptor = os.open(place.partial, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            self.end()
            # Held open, so that its inode's number is not given to another file meanwhile.
            self._descriptor, self._record = descriptor, record

    def finished(self, destination: str) -> int | None:
        """Return the size of the destination, where the one waited for has just finished it."""
        if self._descriptor is None or self._record is None:
            return None
        with suppress(OSError):
            found, held = os.stat(destination), os.fstat(self._descriptor)
            same = os.path.samestat(found, held) and self._record.inode == found.st_ino
            if same and self._record.known.size in {None, found.st_size}:
                return found.st_size
        return None

    def end(self) -> None:
        """Look no more."""
        descriptor, self._descriptor, self._record = self._descriptor, None, None
        if descriptor is not None:
            os.close(descriptor)

"""A result file while it is written: beside its destination, and under its name only when whole."""

from __future__ import annotations

from pathlib import Path

from ..errors import OutputError
from ..transfer.journal import Identity
from ..transfer.plan import Known
from ..transfer.sink import PartialFile

# A row has some hundred bytes; a write for each would cost more than the rows.
_BUFFER_BYTES = 1 << 20
# Made here and by no API, so that no download takes it for one of its own.
_RESULTS = Identity("run", "results")


class OutputFile:
    """Takes the bytes of a result in order, and becomes the destination when told to.

    Args:
        destination: Where the result goes.

    Raises:
        OutputError: It cannot be written, or another process is writing it.
    """

    def __init__(self, destination: Path) -> None:
        self._partial = PartialFile(destination.absolute(), _RESULTS)
        self._pending = bytearray()
        self._size = 0
        try:
            if not self._partial.acquire():
                raise OutputError(
                    f"another process is writing {destination}.", path=str(destination)
                )
            self._partial.begin(Known())
        except BaseException:
            self._partial.release()
            raise

    @property
    def destination(self) -> Path:
        """Where the result goes, links followed."""
        return Path(self._partial.destination)

    def write(self, data: bytes) -> None:
        """Append bytes.

        Raises:
            OutputError: The disk refuses.
        """
        self._pending += data
        if len(self._pending) >= _BUFFER_BYTES:
            self._flush()

    def commit(self) -> int:
        """Make it the destination, and return its size in bytes.

        Raises:
            OutputError: The disk refuses; the destination is as it was.
        """
        self._flush()
        if not self._partial.commit(self._size):
            raise OutputError(
                f"{self._partial.path} was taken away by another process.",
                path=str(self.destination),
            )
        return self._size

    def release(self) -> None:
        """Remove what is not finished, and let the next one in. Never raises."""
        self._partial.release()

    def _flush(self) -> None:
        self._partial.write(self._size, bytes(self._pending))
        self._size += len(self._pending)
        self._pending.clear()

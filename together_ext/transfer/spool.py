"""What can be read only once goes to a temporary file first, and is hashed on the way.

A retry sends the bytes again from their start, and the API wants their checksum before it takes
the first of them, so a pipe or a generator is written to the disk: in the system's temporary
directory (``TMPDIR``), under no name, so that not even ``kill -9`` leaves it behind.
"""

from __future__ import annotations

import errno
import hashlib
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from itertools import count, islice
from typing import Any

from ..errors import InputFileError, InvalidArgumentError
from ..flow import Flow, Work
from .content import CHUNK_BYTES, Content, check_size, of_descriptor

# Pieces taken between two moments at which a cancelled upload can end. A source that blocks is
# waited for, whatever this is.
_PIECES = 256


class Spool:
    """Collects bytes in a temporary file.

    Args:
        label: How errors call the bytes.
    """

    def __init__(self, label: str) -> None:
        self._label = label
        self._digest = hashlib.sha256()
        self._size = 0
        self._pending = bytearray()  # a row is small, and a write a row is slow
        try:
            self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115  (see close)
        except OSError as error:
            raise self._failed(error) from error

    def write(self, data: bytes | memoryview) -> None:
        """Append bytes.

        Raises:
            InputFileError: The disk does not take them.
        """
        self._pending += data
        if len(self._pending) >= CHUNK_BYTES:
            self.flush()

    def flush(self) -> None:
        """Write what is waiting."""
        view = memoryview(self._pending)
        self._digest.update(view)
        self._size += len(view)
        try:
            done = 0
            while done < len(view):
                done += self._file.write(view[done:]) or 0
        except OSError as error:
            raise self._failed(error) from error
        finally:
            view.release()
        self._pending.clear()

    def content(self) -> Content:
        """What was collected, to be uploaded; the spool itself is closed.

        Raises:
            InputFileError: Nothing was.
        """
        with self._file:
            self.flush()
            check_size(self._size, self._label)
            digest = self._digest.hexdigest()
            return of_descriptor(self._file.fileno(), self._label, offset=0, digest=digest)

    def close(self) -> None:
        """Forget what was collected."""
        self._file.close()

    def _failed(self, error: OSError) -> InputFileError:
        try:
            where = tempfile.gettempdir()
        except OSError:  # there is none
            where = "a temporary directory"
        full = " TMPDIR names another directory." if error.errno == errno.ENOSPC else ""
        return InputFileError(
            f"{self._label} cannot be kept in {where} for the upload: "
            f"{error.strerror or error}.{full}",
            path=where,
            errno=error.errno,
        )


def spooled(label: str, pieces: Callable[[], Iterator[bytes | memoryview]]) -> Flow[Content]:
    """Collect pieces, out of the event loop's way."""
    spool = Spool(label)
    source = pieces()

    def take() -> bool:
        taken = 0
        for piece in islice(source, _PIECES):
            spool.write(piece)
            taken += 1
        return taken > 0

    try:
        while (yield Work(take)):
            pass
        yield Work(spool.flush)
        # Not as work: of what a cancelled one returns no one would hear, nor close it.
        return spool.content()
    finally:
        spool.close()


class RowEncoder:
    """Makes lines of JSON of rows, counting them for the errors."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def __call__(self, row: object) -> bytes:
        r"""Return a row as one line: UTF-8 JSON and ``\n``.

        Raises:
            InvalidArgumentError: It is none; the text says which row, counted from 1.
        """
        number = next(self._numbers)
        if not isinstance(row, Mapping):
            raise InvalidArgumentError(
                f"row {number} is of type {type(row).__name__}; a row must be a dict."
            )
        try:
            plain: Any = row if isinstance(row, dict) else dict(row)
            text = json.dumps(plain, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
            return text.encode() + b"\n"
        except RecursionError:
            raise InvalidArgumentError(f"row {number} is nested too deeply for JSON.") from None
        except UnicodeEncodeError:
            raise InvalidArgumentError(
                f"row {number} holds half a surrogate pair, which is no Unicode text."
            ) from None
        except (TypeError, ValueError) as error:
            # NaN and infinity too: json would write them, and no JSON parser takes them.
            raise InvalidArgumentError(f"row {number} is not JSON: {error}.") from error

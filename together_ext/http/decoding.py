"""Undoing a ``Content-Encoding``, to its proven end and a little at a time.

httpx's own decoders take a stream that stops in the middle for a whole one, leave out all but the
first member of a gzip file, and give out at once whatever a piece unpacks to (a thousand times its
size, at most). A file may be none of these.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from .faults import DecodingError

# Bytes that are given out at a time.
PIECE = 1 << 20

_GZIP = zlib.MAX_WBITS | 16


_KNOWN = frozenset({"gzip", "deflate", "identity", ""})


def _names(encoding: str) -> list[str]:
    return [name.strip() for name in encoding.lower().split(",")]


def can_undo(encoding: str) -> bool:
    """Whether there is a decoder for each of the encodings in a ``Content-Encoding``."""
    return _KNOWN.issuperset(_names(encoding))


class Decoder:
    """Undoes the encodings of one body.

    Args:
        encoding: The ``Content-Encoding``: gzip, deflate, identity, or several with commas.

    Raises:
        DecodingError: There is another one in it.
    """

    def __init__(self, encoding: str) -> None:
        # The last one was applied last, so it is undone first.
        self._stages = [
            _Stage(name) for name in reversed(_names(encoding)) if name not in {"", "identity"}
        ]

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Give what a piece of the body unpacks to.

        Raises:
            DecodingError: It is damaged.
        """
        return self._through(data, 0)

    def finish(self) -> None:
        """Take note that the body has ended.

        Raises:
            DecodingError: What was packed has not.
        """
        if not all(stage.at_end for stage in self._stages):
            raise DecodingError("the compressed body ends in the middle")

    def _through(self, data: bytes, number: int) -> Iterator[bytes]:
        if number == len(self._stages):
            yield data
            return
        for piece in self._stages[number].feed(data):
            yield from self._through(piece, number + 1)


class _Stage:
    """Undoes one encoding."""

    def __init__(self, name: str) -> None:
        if name not in {"gzip", "deflate"}:
            raise DecodingError(f"there is no decoder for {name!r}")
        self._gzip = name == "gzip"
        self._head = b""
        self._current: zlib._Decompress | None = None
        self._ended = False

    @property
    def at_end(self) -> bool:
        """Whether nothing more has to come."""
        return self._current is None and not self._head

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Give what it unpacks to."""
        while data:
            if self._current is None:
                data = self._begin(data)
                continue
            try:
                out = self._current.decompress(data, PIECE)
                yield out
                while len(out) == PIECE and not self._current.eof:
                    out = self._current.decompress(self._current.unconsumed_tail, PIECE)
                    yield out
            except zlib.error as error:
                raise DecodingError(str(error)) from error
            data = b""
            if self._current.eof:
                data, self._current, self._ended = self._current.unused_data, None, True

    def _begin(self, data: bytes) -> bytes:
        if self._ended and self._gzip:
            data = data.lstrip(b"\0")  # padding between members, and after the last one
        elif self._ended:
            raise DecodingError("more comes after the end of the compressed body")
        data = self._head + data
        if len(data) < 2:
            self._head = data
            return b""
        self._head = b""
        # "deflate" is zlib's format; some servers send what is inside of it.
        zlibs = data[0] & 15 == 8 and (data[0] << 8 | data[1]) % 31 == 0
        self._current = zlib.decompressobj(
            _GZIP if self._gzip else zlib.MAX_WBITS if zlibs else -zlib.MAX_WBITS
        )
        return data

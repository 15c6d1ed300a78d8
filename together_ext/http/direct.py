"""The short way of a plain body: from the socket into one buffer, and on to who wants it.

Every piece of a body that goes through h11, httpcore and httpx is copied and handed on five times.
Where the framing is a length and nothing else, the rest of a body is the next so many bytes of the
connection, and they are read from there. Our own ``connection`` is told when all of it was read;
httpcore's (behind a proxy) is in the middle of the body then and is dropped, which is never wrong
and one handshake more. Anything unusual goes the long way.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from .answer import READ_PAST, Answer
from .faults import ReadTimeout, RemoteProtocolError, WireError
from .streams import Stream

if TYPE_CHECKING:
    import httpx

# A smaller body is hardly cheaper for it.
SMALLEST = 1024 * 1024
# Seconds for which what has come waits for more: a slow line is seen to move all the same, and
# sooner at the beginning, where it is to be found out how slow it is.
_FIRST_LINGER, _LINGER = 0.02, 0.1
# Bodies at a time that get the best buffer: as many as one download has connections. The n-th of
# more gets (16/n)^2 of it, but this.
_FEW = 16
_LEAST_BUFFER = 64 * 1024


class _Sizes:
    """How large the buffers may be, so that those of many bodies stay a few dozen MiB together."""

    def __init__(self) -> None:
        self._bodies = 0
        self._lock = threading.Lock()

    @contextmanager
    def share(self, best: int) -> Iterator[int]:
        """Say what the buffer of one more body may have.

        Args:
            best: Bytes that it would have alone.
        """
        with self._lock:
            self._bodies += 1
            others = self._bodies - 1
        try:
            yield best if others < _FEW else max(_LEAST_BUFFER, best * _FEW**2 // (others + 1) ** 2)
        finally:
            with self._lock:
                self._bodies -= 1


_sizes = _Sizes()


def length(raw: Answer | httpx.Response) -> int | None:
    """Return the length of a body that can go the short way; None for one that cannot."""
    headers = raw.headers
    text = headers.get("content-length", "")
    # Two lengths come joined by a comma; h11 has refused those that differ.
    if not (text.isascii() and text.isdecimal()) or int(text) < SMALLEST:
        return None
    if (
        raw.status_code not in {200, 206}
        or raw.http_version != "HTTP/1.1"
        or "transfer-encoding" in headers
        or headers.get("content-encoding", "identity").strip().lower() not in {"", "identity"}
        or raw.request.method != "GET"
        or not isinstance(_stream(raw), Stream)
    ):
        return None
    return int(text)


def _stream(raw: Answer | httpx.Response) -> Any:
    stream = raw.extensions.get("network_stream")
    return getattr(stream, "stream", stream)  # behind a proxy it is in one for httpcore


def _timeout(raw: Answer | httpx.Response) -> float | None:
    if isinstance(raw, Answer):
        return raw.request.timeouts.get("read")
    timeout: float | None = raw.request.extensions.get("timeout", {}).get("read")
    return timeout


def receive(
    raw: Answer | httpx.Response,
    size: int,
    write: Callable[[memoryview], object],
    room: Callable[[], int] | None = None,
) -> None:
    """Hand the body of a response to ``write``, piece by piece.

    Args:
        raw: The response, with its body unread.
        size: Its length.
        write: Takes bytes that are valid until it returns.
        room: Says how many bytes are still wanted. Reading on would cost the time until they come.

    Raises:
        WireError: The body was cut, or stalled. What came before was handed on.
    """
    # The first piece is what came with the head. The iterator is held until the end, because
    # dropping it closes the connection.
    pieces = raw.iter_raw()
    first = memoryview(next(pieces, b""))
    write(first)
    left = size - len(first)
    stream: Stream = _stream(raw)
    timeout = _timeout(raw)
    with _sizes.share(stream.buffer_bytes) as most:
        buffer = memoryview(bytearray(min(most, left)))
        linger = _FIRST_LINGER
        while left:
            wanted = 0 if room is None else min(left, room())
            filled, failure = _fill(
                stream, buffer[: wanted if wanted > 0 else left], timeout, linger
            )
            left -= filled
            linger = min(_LINGER, linger * 1.5)
            if filled:
                write(buffer[:filled])
            if failure is not None:
                raise failure
            if not filled:
                raise RemoteProtocolError(
                    "peer closed connection without sending complete message body "
                    f"(received {size - left} bytes, expected {size})"
                )
    if read_past := raw.extensions.get(READ_PAST):
        read_past()
    raw.close()
    del pieces


def _fill(
    stream: Stream, buffer: memoryview, timeout: float | None, linger: float
) -> tuple[int, WireError | None]:
    """Read until the buffer is full, the body ends, or what has come has waited long enough."""
    filled = 0
    patience = timeout
    until = 0.0
    while filled < len(buffer):
        try:
            count = stream.read_into(buffer[filled:], patience)
        except WireError as error:
            # Waiting a little for more was in vain: what came is handed on first.
            return filled, None if filled and isinstance(error, ReadTimeout) else error
        if not count:
            break
        now = time.monotonic()
        if not filled:
            until = now + linger
            patience = linger if timeout is None else min(linger, timeout)
        filled += count
        if now > until:
            break
    return filled, None

"""One HTTP/1.1 connection: a stream, and the exchanges on it one after the other.

httpcore's own does the same. It also reports seven steps of each request to a trace that no one
reads and wraps each message three times, which with its pool is half of a small request's cost; and
it drops a connection whose body was read past h11 (``direct``). Here that body's reader says when
it has read all of it. Most exchanges need no h11 (``plain``); it is imported by the first that does
(``unusual``).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Protocol

from . import plain
from .faults import RemoteProtocolError, WriteError
from .message import Head, Request
from .streams import Stream

# Seconds that a connection may lie idle, as httpx has it.
_EXPIRY = 5.0


class Exchange(Protocol):
    """A request that was sent, and its answer.

    Attributes:
        stream: Where the body comes from.
        head: The head of the answer.
    """

    stream: Stream
    head: Head

    def pieces(self, timeout: float | None) -> Iterator[bytes]:
        """Iterate over the body of the answer."""

    def reusable(self, read_past: bool) -> bool:
        """Whether the connection is fit for the next request.

        Args:
            read_past: Whether the rest of the body was read from the stream itself.
        """


class Connection:
    """A connection to an origin, used for one request at a time; ``pool`` sees to that.

    Args:
        open_stream: Connects; takes a timeout in seconds.
    """

    def __init__(self, open_stream: Callable[[float | None], Stream]) -> None:
        self._open_stream = open_stream
        self._stream: Stream | None = None
        self._idle_since = 0.0
        self._closed = False

    def send(self, request: Request) -> Exchange:
        """Send a request and read the head of its answer."""
        stream = self._stream
        if stream is None:
            stream = self._stream = self._open_stream(request.timeouts.get("connect"))
        written = plain.request_head(request)
        if written is None:
            return _unusual(stream, request)
        try:
            plain.send(stream, *written, request)
            sent = True
        except WriteError:  # a server may answer, and close, before it has read all
            sent = False
        timeout = request.timeouts.get("read")
        data = b""
        while True:
            more = stream.read(plain.READ_BYTES, timeout)
            if not more:
                raise RemoteProtocolError(plain.NO_ANSWER)
            data = data + more if data else more
            end = data.find(b"\r\n\r\n") + 4
            if end >= 4:
                break
            if plain.declined(data):
                return _unusual(stream, request, sent, data)
        found = plain.answer_head(data, end)
        if found is None:
            return _unusual(stream, request, sent, data)
        head, length, keep = found
        return plain.PlainExchange(stream, head, length, data[end:], keep and sent)

    def end_exchange(self, exchange: Exchange, read_past: bool) -> None:
        """Make it ready for the next request, if the answer was read to its end; else close it.

        Args:
            exchange: The one that ends.
            read_past: Whether the rest of the body was read from the stream itself.
        """
        self._idle_since = time.monotonic()
        if not exchange.reusable(read_past):
            self.close()

    def close(self) -> None:
        """Close the socket."""
        self._closed = True
        if self._stream is not None:
            self._stream.close()

    @property
    def closed(self) -> bool:
        """Whether it is of no use any more."""
        return self._closed

    def expired(self, now: float) -> bool:
        """Whether it has lain idle too long."""
        return now > self._idle_since + _EXPIRY

    def unfit(self) -> bool:
        """Whether there is something to be read on it, idle.

        Nothing is due, so that it is the end, or what must not be believed.
        """
        return self._stream is None or bool(self._stream.get_extra_info("is_readable"))


def _unusual(
    stream: Stream, request: Request, sent: bool | None = None, data: bytes = b""
) -> Exchange:
    from .unusual import UnusualExchange

    return UnusualExchange(stream, request, sent, data)

"""One HTTP/1.1 connection: a stream, and h11 for the framing.

httpcore's own does the same. It also reports seven steps of each request to a trace that no one
reads and wraps each message three times, which with its pool is half of a small request's cost; and
it drops a connection whose body was read past h11 (``direct``). Here that body's reader says when
it has read all of it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any

import h11
import httpcore
import httpx

from .streams import Stream

_READ_BYTES = 64 * 1024
# As httpcore: no head is longer.
_LONGEST_HEAD = 100 * 1024
# Seconds that a connection may lie idle, as httpx has it.
_EXPIRY = 5.0

# Beside ``network_stream`` in an answer's extensions: to be called where the body was read from
# that stream to its end.
READ_PAST = "together_ext.read_past"

Timeouts = dict[str, "float | None"]


class Connection:
    """A connection to an origin, used for one request at a time; ``pool`` sees to that.

    Args:
        open_stream: Connects; takes a timeout in seconds.
    """

    def __init__(self, open_stream: Callable[[float | None], Stream]) -> None:
        self._open_stream = open_stream
        self._stream: Stream | None = None
        self._framing = _framing()
        self._idle_since = 0.0
        self._closed = False

    def send(self, request: httpx.Request, timeouts: Timeouts) -> tuple[Stream, h11.Response]:
        """Send a request and return the head of its answer, and where its body comes from."""
        stream = self._stream
        if stream is None:
            stream = self._stream = self._open_stream(timeouts.get("connect"))
        # A server may answer, and close, before it has read all. Its answer says why.
        with suppress(httpcore.WriteError):
            self._send(stream, request, timeouts.get("write"))
        return stream, self._receive_head(stream, timeouts.get("read"))

    def _send(self, stream: Stream, request: httpx.Request, timeout: float | None) -> None:
        send = self._framing.send
        try:
            pending = send(
                h11.Request(
                    method=request.method,
                    target=request.url.raw_path,
                    headers=request.headers.raw,
                )
            )
            for chunk in _parts(request.stream):
                if data := send(h11.Data(data=chunk)):
                    stream.write(pending + data if pending else data, timeout)
                    pending = b""
            stream.write((pending or b"") + (send(h11.EndOfMessage()) or b""), timeout)
        except h11.LocalProtocolError as error:
            raise httpcore.LocalProtocolError(str(error)) from error

    def _receive_head(self, stream: Stream, timeout: float | None) -> h11.Response:
        while True:
            event = self._next_event(stream, timeout)
            if isinstance(event, h11.Response):
                return event
            if not isinstance(event, h11.InformationalResponse) or event.status_code == 101:
                raise httpcore.RemoteProtocolError("the server speaks another protocol")

    def _next_event(self, stream: Stream, timeout: float | None) -> Any:
        framing = self._framing
        try:
            while (event := framing.next_event()) is h11.NEED_DATA:
                data = stream.read(_READ_BYTES, timeout)
                if not data and framing.their_state is h11.SEND_RESPONSE:
                    # httpcore's words: h11's own are about states.
                    raise httpcore.RemoteProtocolError(
                        "Server disconnected without sending a response."
                    )
                framing.receive_data(data)
        except h11.RemoteProtocolError as error:
            raise httpcore.RemoteProtocolError(str(error)) from error
        return event

    def body(self, stream: Stream, timeout: float | None) -> Iterator[bytes]:
        """Iterate over the body of the answer."""
        while isinstance(event := self._next_event(stream, timeout), h11.Data):
            yield bytes(event.data)

    def end_exchange(self, read_past: bool) -> None:
        """Make it ready for the next request, if the answer was read to its end; else close it.

        Args:
            read_past: Whether the rest of the body was read from the stream itself.
        """
        framing = self._framing
        self._idle_since = time.monotonic()
        # More than was announced is no beginning of the next answer.
        if framing.our_state is not h11.DONE or framing.trailing_data[0]:
            self.close()
        elif read_past:
            self._framing = _framing()
        elif framing.their_state is h11.DONE:
            framing.start_next_cycle()
        else:
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


def _framing() -> h11.Connection:
    return h11.Connection(h11.CLIENT, max_incomplete_event_size=_LONGEST_HEAD)


def _parts(stream: Any) -> Iterable[bytes]:
    if not isinstance(stream, httpx.SyncByteStream):
        raise TypeError("a body for an event loop cannot be sent from a thread")
    return stream

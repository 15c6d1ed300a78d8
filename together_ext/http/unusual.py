"""Exchanges of any other shape, framed by h11.

Informational answers, chunks, a body until the connection ends, HTTP/1.0, folded lines, odd bytes,
what is forged: whatever ``plain`` declines comes here, from its first byte, and h11 judges it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import h11

from .faults import LocalProtocolError, RemoteProtocolError, WriteError
from .message import Head, Request
from .plain import LONGEST_HEAD, NO_ANSWER, READ_BYTES
from .streams import Stream


class UnusualExchange:
    """A request and its answer, by h11.

    Args:
        stream: The connection.
        request: The request.
        sent: Whether it was sent in whole; None where that is still to be done.
        data: What has come of the answer.
    """

    head: Head

    def __init__(
        self, stream: Stream, request: Request, sent: bool | None = None, data: bytes = b""
    ) -> None:
        self.stream = stream
        self._framing = h11.Connection(h11.CLIENT, max_incomplete_event_size=LONGEST_HEAD)
        if sent is None:
            # A server may answer, and close, before it has read all. Its answer says why.
            with suppress(WriteError):
                self._send(request)
        else:
            self._told(request, sent)
        if data:
            self._framing.receive_data(data)
        self.head = self._receive_head(request.timeouts.get("read"))

    def _send(self, request: Request) -> None:
        send, timeout = self._framing.send, request.timeouts.get("write")
        try:
            pending = send(
                h11.Request(
                    method=request.method, target=request.place.target, headers=request.headers
                )
            )
            for chunk in request.body:
                if data := send(h11.Data(data=chunk)):
                    self.stream.write(pending + data if pending else data, timeout)
                    pending = b""
            self.stream.write((pending or b"") + (send(h11.EndOfMessage()) or b""), timeout)
        except h11.LocalProtocolError as error:
            raise LocalProtocolError(str(error)) from error

    def _told(self, request: Request, sent: bool) -> None:
        """Let h11 know of a request that was sent past it."""
        headers = [pair for pair in request.headers if pair[0].lower() != b"content-length"]
        self._framing.send(
            h11.Request(method=request.method, target=request.place.target, headers=headers)
        )
        if sent:
            self._framing.send(h11.EndOfMessage())

    def _receive_head(self, timeout: float | None) -> Head:
        while True:
            event = self._next_event(timeout)
            if isinstance(event, h11.Response):
                raw = event.headers.raw_items()
                return Head(event.status_code, bytes(event.reason), event.http_version, raw)
            if not isinstance(event, h11.InformationalResponse) or event.status_code == 101:
                raise RemoteProtocolError("the server speaks another protocol")

    def _next_event(self, timeout: float | None) -> Any:
        framing = self._framing
        try:
            while (event := framing.next_event()) is h11.NEED_DATA:
                data = self.stream.read(READ_BYTES, timeout)
                if not data and framing.their_state is h11.SEND_RESPONSE:
                    # httpcore's words: h11's own are about states.
                    raise RemoteProtocolError(NO_ANSWER)
                framing.receive_data(data)
        except h11.RemoteProtocolError as error:
            raise RemoteProtocolError(str(error)) from error
        return event

    def pieces(self, timeout: float | None) -> Iterator[bytes]:
        """Iterate over the body of the answer."""
        while isinstance(event := self._next_event(timeout), h11.Data):
            yield bytes(event.data)

    def reusable(self, read_past: bool) -> bool:
        """Whether the connection is fit for the next request.

        Args:
            read_past: Whether the rest of the body was read from the stream itself.
        """
        framing = self._framing
        # More than was announced is no beginning of the next answer.
        if framing.our_state is not h11.DONE or framing.trailing_data[0]:
            return False
        return read_past or framing.their_state is h11.DONE

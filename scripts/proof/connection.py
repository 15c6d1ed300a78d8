"""One connection to the chaos server: reads requests, sends answers as wrongly as they ask for."""

from __future__ import annotations

import contextlib
import fcntl
import socket
import ssl
import struct
import termios
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from proof.answers import Answer, Composed

Origin = Literal["api", "storage", "plain"]

# Written at once at most: small enough that a throttle is even, large enough to be cheap.
PIECE = 1 << 16
# What a client that is slow to read is given to answer close_notify, and the kernel to send what is
# before an RST.
FAREWELL = 20.0
# Seconds between two looks at what ends a stall.
LOOK = 0.005


@dataclass
class Seen:
    """A request that came, and what it was answered.

    Attributes:
        origin: Which listener it came to.
        connection: The number of the connection that it came on, from 0.
        method: As it came.
        path: The path, without the query.
        query: What follows the ``?``.
        headers: Names in lower case.
        status: What it was answered with; 0 until then.
        sent: Bytes of the body that were given to the kernel.
        done: Whether the answer was sent as far as it was meant to be.
    """

    origin: Origin
    connection: int
    method: str
    path: str
    query: str
    headers: dict[str, str]
    status: int = 0
    sent: int = 0
    done: bool = False


@dataclass
class Throttle:
    """A rate in bytes a second that all who share it keep together; None for no limit."""

    rate: float | None
    _free: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, count: int) -> float:
        """Take so many bytes; return the seconds to wait before sending them."""
        if self.rate is None:
            return 0.0
        with self._lock:
            now = time.monotonic()
            begin = max(now, self._free)
            self._free = begin + count / self.rate
            return begin - now

    @property
    def piece(self) -> int:
        """How many bytes to send at once for 250 pieces a second."""
        return PIECE if self.rate is None else max(1, min(PIECE, int(self.rate / 250)))


class Connection:
    """One connection.

    Args:
        sock: With its TLS done.
        seen: Makes and files the record of a request.
        handle: Says what to answer.
        total: The throttle that all connections share.
        closing: Set when the server ends; waits end with it.
    """

    def __init__(
        self,
        sock: socket.socket,
        seen: Callable[[str, str, dict[str, str]], Seen],
        handle: Callable[[Seen], tuple[Answer, Composed]],
        total: Throttle,
        closing: threading.Event,
    ) -> None:
        self._sock = sock
        self._seen = seen
        self._handle = handle
        self._total = total
        self._closing = closing
        self._pending = b""

    def serve(self) -> None:
        """Answer requests until one of both ends has had enough."""
        while not self._closing.is_set():
            request = self._read_request()
            if request is None:
                return
            method, target, headers = request
            seen = self._seen(method, target, headers)
            answer, composed = self._handle(seen)
            seen.status = composed.status
            whole = self._answer(seen, answer, composed)
            seen.done = True
            if not whole or composed.closes or headers.get("connection", "").lower() == "close":
                self._end(answer)
                return

    def _read_request(self) -> tuple[str, str, dict[str, str]] | None:
        while b"\r\n\r\n" not in self._pending:
            data = self._sock.recv(PIECE)
            if not data:
                return None
            self._pending += data
        head, self._pending = self._pending.split(b"\r\n\r\n", 1)
        first, *lines = head.decode("latin-1").split("\r\n")
        method, target, _ = first.split(" ")
        pairs = (line.partition(":") for line in lines)
        headers = {name.lower(): value.strip() for name, _, value in pairs}
        body = int(headers.get("content-length", "0"))
        while len(self._pending) < body:
            data = self._sock.recv(PIECE)
            if not data:
                return None
            self._pending += data
        self._pending = self._pending[body:]
        return method, target, headers

    def _answer(self, seen: Seen, answer: Answer, composed: Composed) -> bool:
        """Send one answer; say whether it went out whole."""
        if answer.delay:
            self._closing.wait(answer.delay)
        head = composed.head[: answer.cut_head]
        self._sock.sendall(head)
        if answer.cut_head is not None:
            return False
        if seen.method == "HEAD":
            return True
        own = Throttle(answer.rate)
        for piece in _stops(composed.body, answer, min(own.piece, self._total.piece)):
            if piece is None:
                self._stall(answer)
                continue
            self._closing.wait(max(own.take(len(piece)), self._total.take(len(piece))))
            if self._closing.is_set():
                return False
            self._send(seen, piece)
        return answer.cut is None

    def _stall(self, answer: Answer) -> None:
        if answer.until is None:
            self._closing.wait(answer.stall)
            return
        limit = time.monotonic() + answer.stall
        while not answer.until() and time.monotonic() < limit and not self._closing.wait(LOOK):
            pass

    def _send(self, seen: Seen, piece: bytes) -> None:
        # Counted first: a client that has the last byte may look at the count at once.
        seen.sent += len(piece)
        try:
            self._sock.sendall(piece)
        except OSError:
            seen.sent -= len(piece)
            raise

    def _end(self, answer: Answer) -> None:
        if answer.ending == "rst":
            # What was sent must be there first: an RST takes what still waits to be sent with it.
            limit = time.monotonic() + FAREWELL
            while self._unsent() and time.monotonic() < limit and not self._closing.wait(0.001):
                pass
            self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        elif isinstance(self._sock, ssl.SSLSocket) and answer.ending == "fin":
            self._sock.settimeout(FAREWELL)
            with contextlib.suppress(OSError, ValueError):
                self._sock.unwrap()  # sends close_notify, which close() alone does not

    def _unsent(self) -> int:
        number = fcntl.ioctl(self._sock.fileno(), termios.TIOCOUTQ, b"\0\0\0\0")
        return int(struct.unpack("i", number)[0])


def _stops(body: Iterator[bytes], answer: Answer, size: int) -> Iterator[bytes | None]:
    """Give a body in pieces of at most ``size``: None at its stall, nothing after its cut."""
    stall, cut, offset = answer.stall_at, answer.cut, 0
    for whole in body:
        rest = whole
        while rest:
            end = min(len(rest), size)
            if stall is not None:
                end = min(end, stall - offset)
            if cut is not None:
                end = min(end, cut - offset)
            if end > 0:
                yield rest[:end]
                rest, offset = rest[end:], offset + end
            if stall is not None and offset == stall:
                yield None
                stall = None
            if cut is not None and offset == cut:
                return

"""The connections of a client, and which of them takes a request."""

from __future__ import annotations

import threading
import time
from functools import partial
from typing import TYPE_CHECKING

from ..turns import resting
from .answer import Answer
from .connection import Connection, Exchange
from .faults import PoolTimeout, UnsupportedProtocol
from .message import DEFAULT_PORTS, Request
from .streams import Stream, connect

if TYPE_CHECKING:
    import ssl

# Threads bound the connections (256 downloads of one event loop); this is against a mistake.
_MOST = 1000
_MOST_IDLE = 20

Origin = tuple[str, bytes, int]


class Pool:
    """Connections to any number of origins, for any number of threads."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._all: set[Connection] = set()
        self._idle: list[tuple[Origin, Connection]] = []
        self._context: ssl.SSLContext | None = None

    def send(self, request: Request) -> Answer:
        """Send a request; the body of the answer is unread.

        Raises:
            UnsupportedProtocol: The URL is neither http nor https.
        """
        place = request.place
        if place.scheme not in DEFAULT_PORTS or not place.host:
            raise UnsupportedProtocol(f"the URL is no http or https URL: {place.scheme!r}")
        origin = (place.scheme, place.host, place.port or DEFAULT_PORTS[place.scheme])
        connection = self._take(origin, request.timeouts.get("pool"))
        try:
            exchange = connection.send(request)
        except BaseException:
            connection.close()
            self._give_back(origin, connection)
            raise
        return Answer(request, exchange, partial(self._end, origin, connection))

    def _take(self, origin: Origin, timeout: float | None) -> Connection:
        until = None if timeout is None else time.monotonic() + timeout
        # In this order: a turn is not waited for with the lock held.
        with resting(), self._changed:
            while True:
                if (connection := self._find(origin)) is not None:
                    return connection
                if len(self._all) < _MOST:
                    connection = Connection(lambda timeout: self._open(origin, timeout))
                    self._all.add(connection)
                    return connection
                if self._idle:
                    self._drop(self._idle.pop(0)[1])
                    continue
                left = None if until is None else until - time.monotonic()
                if (left is not None and left <= 0) or not self._changed.wait(left):
                    raise PoolTimeout("no connection is free")

    def _find(self, origin: Origin) -> Connection | None:
        now = time.monotonic()
        found = None
        # The one used last: the likeliest not to have been closed by the server.
        for entry in reversed(self._idle[:]):
            its_origin, connection = entry
            if connection.expired(now):
                self._idle.remove(entry)
                self._drop(connection)
            elif found is None and its_origin == origin:
                self._idle.remove(entry)
                if connection.unfit():
                    self._drop(connection)
                else:
                    found = connection
        return found

    def _drop(self, connection: Connection) -> None:
        self._all.discard(connection)
        connection.close()

    def _give_back(self, origin: Origin, connection: Connection) -> None:
        with self._changed:
            if connection.closed or connection not in self._all or len(self._idle) >= _MOST_IDLE:
                self._drop(connection)
            else:
                self._idle.append((origin, connection))
            self._changed.notify()

    def _end(
        self, origin: Origin, connection: Connection, exchange: Exchange, read_past: bool
    ) -> None:
        """Take a connection back when its answer has been read, or left."""
        connection.end_exchange(exchange, read_past)
        self._give_back(origin, connection)

    def _open(self, origin: Origin, timeout: float | None) -> Stream:
        scheme, host, port = origin
        if scheme == "http":
            return connect(host, port, timeout)
        context = self._trusting()
        return connect(host, port, timeout).start_tls(context, host, timeout)

    def _trusting(self) -> ssl.SSLContext:
        with self._changed:
            if self._context is None:
                from .certificates import client_context

                # Its certificates take 20 ms to read, which a client of a local server is spared.
                self._context = client_context()
                self._context.set_alpn_protocols(["http/1.1"])
            return self._context

    def forked(self) -> None:
        """Close what is the parent's, in the child of a fork; it stays open there."""
        self._changed = threading.Condition()  # the old one may be held by a thread of the parent's
        self.close()

    def close(self) -> None:
        """Close the connections, the busy ones too."""
        with self._changed:
            connections = list(self._all)
            self._all.clear()
            self._idle.clear()
        for connection in connections:
            connection.close()

"""The connections of a client, and which of them takes a request."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Iterator

import h11
import httpcore
import httpx

from ..turns import resting
from .connection import READ_PAST, Connection, Timeouts
from .failures import CORE_ERRORS, as_httpx
from .streams import Backend, Stream

# Threads bound the connections (256 downloads of one event loop); this is against a mistake.
_MOST = 1000
_MOST_IDLE = 20

_PORTS = {"http": 80, "https": 443}
Origin = tuple[str, bytes, int]


class Pool:
    """Connections to any number of origins, for any number of threads."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._all: set[Connection] = set()
        self._idle: list[tuple[Origin, Connection]] = []
        self._context: ssl.SSLContext | None = None

    def send(self, request: httpx.Request) -> tuple[h11.Response, Body]:
        """Send a request; the body of the answer is unread.

        Raises:
            httpcore.UnsupportedProtocol: The URL is neither http nor https.
        """
        url = request.url
        if url.scheme not in _PORTS or not url.raw_host:
            raise httpcore.UnsupportedProtocol(f"the URL is no http or https URL: {url.scheme!r}")
        origin = (url.scheme, url.raw_host, url.port or _PORTS[url.scheme])
        timeouts: Timeouts = request.extensions.get("timeout", {})
        connection = self._take(origin, timeouts.get("pool"))
        try:
            stream, head = connection.send(request, timeouts)
        except BaseException:
            connection.close()
            self._give_back(origin, connection)
            raise
        return head, Body(self, origin, connection, stream, timeouts.get("read"))

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
                    raise httpcore.PoolTimeout("no connection is free")

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

    def end(self, origin: Origin, connection: Connection, read_past: bool) -> None:
        """Take a connection back when its answer has been read, or left."""
        connection.end_exchange(read_past)
        self._give_back(origin, connection)

    def _open(self, origin: Origin, timeout: float | None) -> Stream:
        scheme, raw_host, port = origin
        host = raw_host.decode("ascii")
        stream = Backend().connect_tcp(host, port, timeout)
        if scheme == "http":
            return stream
        with self._changed:
            if self._context is None:
                # Its certificates take 20 ms to read, which a client of a local server is spared.
                self._context = httpx.create_ssl_context()
                self._context.set_alpn_protocols(["http/1.1"])
            context = self._context
        return stream.start_tls(context, host, timeout)

    def close(self) -> None:
        """Close the connections, the busy ones too."""
        with self._changed:
            connections = list(self._all)
            self._all.clear()
            self._idle.clear()
        for connection in connections:
            connection.close()


class Body(httpx.SyncByteStream):
    """The body of an answer; closing it ends the exchange."""

    def __init__(
        self,
        pool: Pool,
        origin: Origin,
        connection: Connection,
        stream: Stream,
        timeout: float | None,
    ) -> None:
        self._pool = pool
        self._origin = origin
        self._connection = connection
        self._stream = stream
        self._timeout = timeout
        self._past = False
        self._closed = False

    def extensions(self, head: h11.Response) -> dict[str, object]:
        """Return what httpx keeps beside an answer."""
        return {
            "http_version": b"HTTP/" + head.http_version,
            "reason_phrase": head.reason,
            "network_stream": self._stream,
            READ_PAST: self._read_past,
        }

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._connection.body(self._stream, self._timeout)
        except CORE_ERRORS as error:
            self.close()
            raise as_httpx(error) from error
        except BaseException:
            self.close()
            raise

    def _read_past(self) -> None:
        self._past = True

    def close(self) -> None:
        """Give the connection back."""
        if not self._closed:
            self._closed = True
            self._pool.end(self._origin, self._connection, self._past)

"""Servers and proxies that do exactly what a test tells them, over real sockets."""

from __future__ import annotations

import select
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

# Made for these tests alone, for 127.0.0.1 and localhost; nothing trusts it unasked.
CERTIFICATE = Path(__file__).with_name("certificate.pem")

# Answers one request on a connection; False ends the connection.
Handler = Callable[[socket.socket, bytes], object]


def server_context(version: ssl.TLSVersion | None = None) -> ssl.SSLContext:
    """The server's side of TLS, of one version if it is given."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    if version is not None:
        context.minimum_version = context.maximum_version = version
    return context


def answer(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    lines = [f"HTTP/1.1 {status}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


def whole(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    return answer(body, f"Content-Length: {len(body)}", *headers, status=status)


class Raw:
    """Listens on loopback and hands each request's head to a handler.

    Attributes:
        base_url: Where it listens.
        connections: How many connections it has accepted.
        heads: The heads of the requests it has read.
    """

    def __init__(self, handler: Handler, tls: ssl.SSLContext | None = None) -> None:
        self._handler = handler
        self._tls = tls
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self.connections = 0
        self.heads: list[bytes] = []
        scheme = "http" if tls is None else "https"
        self.port = self._listener.getsockname()[1]
        self.base_url = f"{scheme}://127.0.0.1:{self.port}"
        self._start(self._accept)

    def _start(self, target: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=target, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._start(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(300)
        if self._tls is not None:
            try:
                connection = self._tls.wrap_socket(connection, server_side=True)
            except OSError:  # the client does not trust the certificate
                connection.close()
                return
        self._open.append(connection)
        with connection, suppress(OSError):
            while head := read_head(connection):
                self.heads.append(head)
                if self._handler(connection, head) is False:
                    with suppress(OSError):  # the client has gone before
                        connection.shutdown(socket.SHUT_RDWR)
                    return

    def settle(self) -> None:
        """Wait until the connections are served to their end."""
        for thread in list(self._threads[1:]):
            thread.join(timeout=300)

    def close(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)  # wakes accept()
        self._listener.close()
        for connection in list(self._open):
            with suppress(OSError):
                socket.socket.shutdown(connection, socket.SHUT_RDWR)
        for thread in list(self._threads):
            thread.join(timeout=60)


def read_head(connection: socket.socket) -> bytes:
    head = b""
    while b"\r\n\r\n" not in head:
        data = connection.recv(1)
        if not data:
            return b""
        head += data
    return head


@contextmanager
def raw(handler: Handler, tls: ssl.SSLContext | None = None) -> Iterator[Raw]:
    server = Raw(handler, tls)
    try:
        yield server
    finally:
        server.close()


def proxy(connection: socket.socket, head: bytes) -> bool:
    """Handle CONNECT, and requests for whole URLs, as a proxy does."""
    method, target, _ = head.split(b" ", 2)
    if method == b"CONNECT":
        host, _, port = target.decode().rpartition(":")
    else:
        host, _, port = target.split(b"/")[2].decode().rpartition(":")
    with socket.create_connection((host, int(port)), timeout=300) as upstream:
        if method == b"CONNECT":
            connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        else:
            path = b"/" + target.split(b"/", 3)[3]
            upstream.sendall(head.replace(target, path, 1))
        with suppress(OSError):
            _join(connection, upstream)
    return False


def _join(one: socket.socket, other: socket.socket) -> None:
    """Carry bytes both ways until one side ends, in one thread: TLS is not for two at once."""
    while True:
        waiting = [
            side for side in (one, other) if isinstance(side, ssl.SSLSocket) and side.pending()
        ]
        for side in waiting or select.select([one, other], [], [], 300)[0]:
            data = side.recv(65536)
            if not data:
                return
            (other if side is one else one).sendall(data)

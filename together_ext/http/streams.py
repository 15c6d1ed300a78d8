"""Sockets, read in large pieces and waited for only when there is nothing to read.

Stock httpcore sets the socket's timeout before each read, and with TLS reads one record of 16 KiB
at a time: 269,000 system calls a GiB. Here the socket never blocks, a read is tried first, and only
one that finds nothing waits. What blocks is written once, in :func:`wait`.
"""

from __future__ import annotations

import os
import select
import socket
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ..turns import resting
from .faults import (
    ConnectError,
    ConnectTimeout,
    ReadError,
    ReadTimeout,
    TimedOut,
    WriteError,
    WriteTimeout,
)
from .interrupt import current

if TYPE_CHECKING:
    import ssl

# What h11 is handed at once in a body. Beyond the first read of an answer, which is most often
# all of a small one, larger pieces cost fewer trips through h11, httpcore and httpx.
BODY_READ_BYTES = 256 * 1024

READ, WRITE = False, True


def wait(sock: socket.socket, writing: bool, timeout: float | None) -> bool:
    """Wait until a socket can be read or written; False when the time is up.

    Args:
        sock: A socket that does not block.
        writing: ``WRITE`` or ``READ``.
        timeout: In seconds; None for ever.

    Raises:
        ConnectionAbortedError: The session was broken off.
    """
    interrupt = current()
    if interrupt is None:
        return _poll(sock, writing, timeout)
    ready = False
    if interrupt.begin(sock):
        try:
            with resting():
                ready = _poll(sock, writing, timeout)
        finally:
            interrupt.end()
    if interrupt.triggered:
        raise ConnectionAbortedError("broken off from this side")
    return ready


if hasattr(select, "poll"):

    def _poll(sock: socket.socket, writing: bool, timeout: float | None) -> bool:
        poller = select.poll()
        poller.register(sock, select.POLLOUT if writing else select.POLLIN)
        try:
            return bool(poller.poll(None if timeout is None else max(timeout, 0) * 1000))
        except OverflowError:  # more than 24 days, which is more than it can be told
            return bool(poller.poll())

else:  # Windows, where the number of a socket is no limit to select

    def _poll(sock: socket.socket, writing: bool, timeout: float | None) -> bool:
        read, write = ([], [sock]) if writing else ([sock], [])
        # A connection that failed is told in the third list there.
        try:
            return any(select.select(read, write, write, timeout))
        except OverflowError:
            return any(select.select(read, write, write))


class Stream:
    """A connection; what TLS adds is in :class:`~together_ext.http.tls.TlsStream`.

    Attributes:
        socket: It does not block.
        buffer_bytes: What a body is best read into. While one such piece is written the kernel
            takes the next: 2 MiB cost a fifth less than 1 MiB, and more nothing less.
    """

    buffer_bytes = 2 * 1024 * 1024

    def __init__(self, sock: socket.socket) -> None:
        sock.setblocking(False)
        self.socket = sock
        self._answered = False

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return what is there, up to about ``max_bytes``; nothing at the end."""
        # The end of what was asked for is not known here, but a second read without a write in
        # between is one of a body, which may come in larger pieces than httpcore asks for.
        size = max(max_bytes, BODY_READ_BYTES) if self._answered else max_bytes
        try:
            if not self._answered:
                self._answered = True
                self._expect(timeout)
            return self._read(size, timeout)
        except OSError as error:
            raise ReadError(str(error)) from error

    def read_into(self, buffer: memoryview, timeout: float | None) -> int:
        """Read what is there into ``buffer``; 0 at the end of the connection."""
        try:
            return self._read_into(buffer, timeout)
        except OSError as error:
            raise ReadError(str(error)) from error

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of ``buffer``."""
        self._answered = False
        try:
            self._write(buffer, timeout)
        except OSError as error:
            raise WriteError(str(error)) from error

    def _expect(self, timeout: float | None) -> None:
        """Wait for an answer, which is never there at once: trying to read it first is in vain."""
        self._wait_to_read(timeout)

    def _read(self, size: int, timeout: float | None) -> bytes:
        while True:
            try:
                return self.socket.recv(size)
            except BlockingIOError:
                self._wait_to_read(timeout)

    def _read_into(self, buffer: memoryview, timeout: float | None) -> int:
        while True:
            try:
                return self.socket.recv_into(buffer)
            except BlockingIOError:
                self._wait_to_read(timeout)

    def _write(self, buffer: bytes, timeout: float | None) -> None:
        sent = 0
        while sent < len(buffer):
            try:
                sent += self.socket.send(memoryview(buffer)[sent:] if sent else buffer)
            except BlockingIOError:
                if not wait(self.socket, WRITE, timeout):
                    raise WriteTimeout("timed out") from None

    def _wait_to_read(self, timeout: float | None) -> None:
        if not wait(self.socket, READ, timeout):
            raise ReadTimeout("timed out")

    def close(self) -> None:
        """Close the socket."""
        self.socket.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | bytes | None = None,
        timeout: float | None = None,
    ) -> Stream:
        """Return a TLS connection over this one."""
        from .tls import TlsStream

        try:
            return TlsStream(self, ssl_context, server_hostname, timeout)
        except BaseException as error:
            self.close()
            if isinstance(error, TimedOut):
                raise ConnectTimeout("timed out") from error
            if isinstance(error, (OSError, ReadError, WriteError)):
                raise ConnectError(str(error)) from error
            raise

    def get_extra_info(self, info: str) -> Any:
        """Return what may be asked about a connection; None for what is not known."""
        if info == "socket":
            return self.socket
        if info == "is_readable":
            # A closed one counts: what cannot be used any more is not kept.
            return self.socket.fileno() < 0 or _poll(self.socket, READ, 0)
        if info == "client_addr":
            return self.socket.getsockname()
        if info == "server_addr":
            return self.socket.getpeername()
        return None


def connect(
    host: bytes,
    port: int,
    timeout: float | None,
    local_address: str | None = None,
    options: Iterable[tuple[Any, ...]] = (),
) -> Stream:
    """Connect to the first of a host's addresses that answers.

    Args:
        host: As bytes, because for a ``str`` Python loads its tables of international names.
        port: The port.
        timeout: In seconds, for each address; None for ever.
        local_address: Where to connect from.
        options: For ``setsockopt``.
    """
    try:
        sock = _connect(host, port, timeout, local_address)
    except OSError as error:
        raise ConnectError(str(error)) from error
    try:
        for option in options:
            sock.setsockopt(*option)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return Stream(sock)
    except OSError as error:
        sock.close()
        raise ConnectError(str(error)) from error


def _connect(
    host: bytes, port: int, timeout: float | None, local_address: str | None
) -> socket.socket:
    failure: Exception = OSError(f"{host.decode()} has no address")
    with resting():
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    for family, kind, protocol, _, address in found:
        try:
            sock = socket.socket(family, kind, protocol)
        except OSError as error:  # a family that is switched off here
            failure = error
            continue
        try:
            sock.setblocking(False)
            if local_address is not None:
                sock.bind((local_address, 0))
            try:
                sock.connect(address)
            except BlockingIOError:
                if not wait(sock, WRITE, timeout):
                    raise ConnectTimeout("timed out") from None
                if code := sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
                    raise _os_error(code) from None
        except ConnectionAbortedError:
            sock.close()
            raise
        except (OSError, ConnectTimeout) as error:
            sock.close()
            failure = error
        except BaseException:
            sock.close()
            raise
        else:
            return sock
    raise failure


def _os_error(code: int) -> OSError:
    return OSError(code, os.strerror(code))

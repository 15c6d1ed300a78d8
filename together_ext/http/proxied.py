"""A transport by a proxy: httpcore's pool and tunnels, on this library's own sockets."""

from __future__ import annotations

from . import _lean as _lean  # isort: skip
import ssl
import threading
from collections.abc import Iterable, Iterator
from typing import Any

import httpcore
import httpx

from .certificates import client_context
from .faults import WireError
from .httpx_failures import CORE_ERRORS, as_core, as_httpx
from .mocks import is_mocked
from .streams import Stream, connect


def transport_by(url: str) -> httpx.BaseTransport:
    """Return what sends requests by a proxy."""
    proxy = httpx.Proxy(url)
    if proxy.url.scheme in {"http", "https"}:
        return ProxyTransport(proxy)
    # SOCKS, which httpx knows.
    return httpx.HTTPTransport(verify=client_context(), proxy=proxy)


class ProxyTransport(httpx.BaseTransport):
    """Sends requests by an http or https proxy.

    Args:
        proxy: The proxy.
    """

    def __init__(self, proxy: httpx.Proxy) -> None:
        self._proxy = proxy
        self._lock = threading.Lock()
        # One for each scheme: a context with its certificates takes 20 ms to build.
        self._pools: dict[str, httpcore.ConnectionPool] = {}
        self._stocked: httpx.HTTPTransport | None = None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; the body of the answer is unread."""
        if is_mocked():
            return self._stock().handle_request(request)
        url = request.url
        stream = request.stream
        if not isinstance(stream, httpx.SyncByteStream):
            raise TypeError("a body for an event loop cannot be sent from a thread")
        asked = httpcore.Request(
            method=request.method,
            url=httpcore.URL(
                scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
            ),
            headers=request.headers.raw,
            content=stream,
            extensions=request.extensions,
        )
        try:
            answer = self._pool(url.scheme).handle_request(asked)
        except CORE_ERRORS as error:
            raise as_httpx(error) from error
        return httpx.Response(
            answer.status,
            headers=answer.headers,
            stream=_Body(answer),
            extensions=answer.extensions,
        )

    def _pool(self, scheme: str) -> httpcore.ConnectionPool:
        with self._lock:
            if scheme not in self._pools:
                context = client_context() if scheme == "https" else None
                self._pools[scheme] = _make_pool(self._proxy, context)
            return self._pools[scheme]

    def _stock(self) -> httpx.HTTPTransport:
        with self._lock:
            if self._stocked is None:
                self._stocked = httpx.HTTPTransport(proxy=self._proxy)
            return self._stocked

    def close(self) -> None:
        """Close the connections."""
        with self._lock:
            pools = [*self._pools.values(), self._stocked]
            self._stocked = None
            self._pools.clear()
        for pool in pools:
            if pool is not None:
                pool.close()


class _Body(httpx.SyncByteStream):
    """The body of an answer, with httpx's errors."""

    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        parts = self._answer.stream
        if not isinstance(parts, Iterable):
            raise TypeError("an answer for an event loop cannot be read in a thread")
        try:
            yield from parts
        except CORE_ERRORS as error:
            raise as_httpx(error) from error

    def close(self) -> None:
        self._answer.close()


def _make_pool(proxy: httpx.Proxy, context: ssl.SSLContext | None) -> httpcore.ConnectionPool:
    url = proxy.url
    return httpcore.HTTPProxy(
        proxy_url=httpcore.URL(
            scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
        ),
        proxy_auth=proxy.raw_auth,
        proxy_headers=proxy.headers.raw,
        proxy_ssl_context=proxy.ssl_context,
        ssl_context=context,
        # httpx's own limits.
        max_connections=100,
        max_keepalive_connections=20,
        keepalive_expiry=5.0,
        network_backend=_Backend(),
    )


class _Backend(httpcore.NetworkBackend):
    """Opens connections for httpcore."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> CoreStream:
        """Connect to the first of a host's addresses that answers."""
        try:
            return CoreStream(
                connect(host.encode("ascii"), port, timeout, local_address, socket_options or ())
            )
        except WireError as error:
            raise as_core(error) from error


class CoreStream(httpcore.NetworkStream):
    """A connection of ours as httpcore takes it, with httpcore's errors.

    Attributes:
        stream: The connection.
    """

    def __init__(self, stream: Stream) -> None:
        self.stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return what is there; nothing at the end."""
        try:
            return self.stream.read(max_bytes, timeout)
        except WireError as error:
            raise as_core(error) from error

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of ``buffer``."""
        try:
            self.stream.write(buffer, timeout)
        except WireError as error:
            raise as_core(error) from error

    def close(self) -> None:
        """Close the socket."""
        self.stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> CoreStream:
        """Return a TLS connection over this one."""
        try:
            return CoreStream(self.stream.start_tls(ssl_context, server_hostname, timeout))
        except WireError as error:
            raise as_core(error) from error

    def get_extra_info(self, info: str) -> Any:
        """Return what httpcore may ask about a connection; None for what is not known."""
        return self.stream.get_extra_info(info)

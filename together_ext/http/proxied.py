"""A transport by a proxy: httpcore's pool and tunnels, on this library's own sockets."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterable, Iterator

import httpcore
import httpx

from .failures import CORE_ERRORS, as_httpx
from .streams import Backend
from .transport import is_mocked


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
                context = httpx.create_ssl_context() if scheme == "https" else None
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
        network_backend=Backend(),
    )

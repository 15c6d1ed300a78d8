"""httpx's door to this library's own connections: for event hooks, and where there are proxies."""

from __future__ import annotations

from . import _lean as _lean  # isort: skip
import threading
from collections.abc import Iterator

import httpx

from .answer import Answer
from .faults import WireError
from .httpx_failures import as_httpx
from .message import Place, Request
from .mocks import is_mocked
from .pool import Pool


def of_httpx(request: httpx.Request) -> Request:
    """Return httpx's request as one of our own."""
    url = request.url
    body = request.stream
    if not isinstance(body, httpx.SyncByteStream):
        raise TypeError("a body for an event loop cannot be sent from a thread")
    return Request(
        request.method,
        str(url),
        Place(url.scheme, url.raw_host, url.port, url.raw_path),
        request.headers.raw,
        body,
        request.extensions.get("timeout", {}),
    )


class Transport(httpx.BaseTransport):
    """Sends requests to their origins over HTTP/1.1; by a proxy, see ``proxies``.

    Args:
        pool: The connections, which are another's to close.
    """

    def __init__(self, pool: Pool | None = None) -> None:
        self._pool = pool or Pool()
        self._lock = threading.Lock()
        self._stocked: httpx.HTTPTransport | None = None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; the body of the answer is unread."""
        if is_mocked():
            return self._stock().handle_request(request)
        try:
            answer = self._pool.send(of_httpx(request))
        except WireError as error:
            raise as_httpx(error) from error
        return httpx.Response(
            answer.status_code,
            headers=answer.raw_headers,
            stream=_Body(answer),
            extensions=answer.extensions,
        )

    def _stock(self) -> httpx.HTTPTransport:
        with self._lock:
            if self._stocked is None:
                self._stocked = httpx.HTTPTransport()
            return self._stocked

    def close(self) -> None:
        """Close the connections."""
        self._pool.close()
        with self._lock:
            stocked, self._stocked = self._stocked, None
        if stocked is not None:
            stocked.close()


class _Body(httpx.SyncByteStream):
    """The body of an answer, with httpx's errors; closing it ends the exchange."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._answer.iter_raw()
        except WireError as error:
            raise as_httpx(error) from error

    def close(self) -> None:
        self._answer.close()

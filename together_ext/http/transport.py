"""httpx's door to this library's own connections."""

from __future__ import annotations

import threading

import httpx

from .failures import CORE_ERRORS, as_httpx
from .pool import Pool


def is_mocked() -> bool:
    """Whether someone has put a function of theirs in httpx's transport.

    pytest-httpx and its like mean all that would go out by httpx: a test of our users' must not
    reach the network past their mock. Not compared with what it was at import, which may be in the
    middle of such a test.
    """
    function = httpx.HTTPTransport.handle_request
    name = getattr(function, "__qualname__", "")
    return name != "HTTPTransport.handle_request" or hasattr(function, "__wrapped__")


class Transport(httpx.BaseTransport):
    """Sends requests to their origins over HTTP/1.1; by a proxy, see ``proxies``."""

    def __init__(self) -> None:
        self._pool = Pool()
        self._lock = threading.Lock()
        self._stocked: httpx.HTTPTransport | None = None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; the body of the answer is unread."""
        if is_mocked():
            return self._stock().handle_request(request)
        try:
            head, body = self._pool.send(request)
        except CORE_ERRORS as error:
            raise as_httpx(error) from error
        return httpx.Response(
            head.status_code,
            headers=head.headers.raw_items(),
            stream=body,
            extensions=body.extensions(head),
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

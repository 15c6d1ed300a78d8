"""The httpx clients: made when first needed, shared by all that ``with_options`` makes."""

from __future__ import annotations

import threading

import httpx

from ..errors import ConfigurationError
from ..settings import CONNECT_TIMEOUT, READ_TIMEOUT


def _default_timeout() -> httpx.Timeout:
    return httpx.Timeout(READ_TIMEOUT, connect=CONNECT_TIMEOUT)


def check_client(client: object, *, asynchronous: bool) -> None:
    """Refuse an ``http_client`` of the wrong kind.

    Raises:
        ConfigurationError: It is no ``httpx.Client``, or no ``httpx.AsyncClient``.
    """
    wanted = httpx.AsyncClient if asynchronous else httpx.Client
    if not isinstance(client, wanted):
        raise ConfigurationError(
            f"http_client must be an httpx.{wanted.__name__}, not {type(client).__name__}."
        )


class Connections:
    """The httpx clients: the caller's own, or ones made at the first request."""

    def __init__(self, client: httpx.Client | httpx.AsyncClient | None = None) -> None:
        self._given = client
        self._sync: httpx.Client | None = client if isinstance(client, httpx.Client) else None
        self._async = client if isinstance(client, httpx.AsyncClient) else None
        self._lock = threading.Lock()
        self._closed = False

    def sync(self) -> httpx.Client:
        """Return the client for threads."""
        with self._lock:
            if self._sync is None:
                self._check_open()
                self._sync = httpx.Client(timeout=_default_timeout())
            return self._sync

    def asynchronous(self) -> httpx.AsyncClient:
        """Return the client for event loops."""
        with self._lock:
            if self._async is None:
                self._check_open()
                self._async = httpx.AsyncClient(timeout=_default_timeout())
            return self._async

    def _check_open(self) -> None:
        if self._closed:
            raise RuntimeError("the client is closed; make a new one")

    def close(self) -> None:
        """Close what was made here; a client that was given is its giver's to close."""
        with self._lock:
            self._closed = True
            if self._sync is not None and self._given is None:
                self._sync.close()
                self._sync = None

    async def aclose(self) -> None:
        """Close what was made here; a client that was given is its giver's to close."""
        with self._lock:
            self._closed = True
            client, self._async = self._async, None if self._given is None else self._async
        if client is not None and self._given is None:
            await client.aclose()

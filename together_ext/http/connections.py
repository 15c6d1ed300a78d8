"""The httpx clients: made when first needed, shared by all that ``with_options`` makes."""

from __future__ import annotations

import os
import threading
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from ..errors import ConfigurationError
from ..settings import CONNECT_TIMEOUT, READ_TIMEOUT
from .requests import USER_AGENT

# As httpx has them: "request" and "response", each with functions of one argument.
Hooks = Mapping[str, Sequence[Callable[[Any], object]]]


def _default_timeout() -> httpx.Timeout:
    return httpx.Timeout(READ_TIMEOUT, connect=CONNECT_TIMEOUT)


@dataclass(frozen=True)
class Plain:
    """The inside of a client that was made here.

    It has no event hooks, no cookies and no proxies to choose from, and what httpx does for them is
    a fifth of a small request's cost.

    Attributes:
        transport: What sends.
        headers: What the client adds to each request, by their names in lower case.
    """

    transport: httpx.BaseTransport
    headers: Mapping[str, str]


def _make_client(hooks: Hooks) -> tuple[httpx.Client, Plain | None]:
    event_hooks = {name: list(functions) for name, functions in hooks.items()}
    # For machines where this library's own sockets fail and httpx's do not.
    if os.environ.get("TOGETHER_EXT_TRANSPORT") == "httpx":
        return httpx.Client(timeout=_default_timeout(), event_hooks=event_hooks), None
    from .proxies import mounts
    from .transport import Transport

    transport, by_proxy = Transport(), mounts()
    client = httpx.Client(
        transport=transport,
        mounts=by_proxy,
        timeout=_default_timeout(),
        headers={"User-Agent": USER_AGENT},
        event_hooks=event_hooks,
    )
    return client, None if by_proxy or hooks else Plain(transport, dict(client.headers))


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


def _awaitable(function: Callable[[Any], object]) -> Callable[[Any], Awaitable[None]]:
    async def hook(message: object) -> None:
        function(message)

    return hook


class Connections:
    """The httpx clients: the caller's own, or ones made at the first request."""

    def __init__(
        self, client: httpx.Client | httpx.AsyncClient | None = None, hooks: Hooks | None = None
    ) -> None:
        self._given = client
        self._hooks: Hooks = hooks or {}
        self._sync: httpx.Client | None = client if isinstance(client, httpx.Client) else None
        self._async = client if isinstance(client, httpx.AsyncClient) else None
        self._plain: Plain | None = None
        self._lock = threading.Lock()
        self._closed = False

    def sync(self) -> httpx.Client:
        """Return the client for threads."""
        with self._lock:
            if self._sync is None:
                self._check_open()
                self._sync, self._plain = _make_client(self._hooks)
            return self._sync

    def plain(self) -> Plain | None:
        """Return the short way past :meth:`sync`'s client; None where the client may add to it."""
        return self._plain

    def asynchronous(self) -> httpx.AsyncClient:
        """Return the client for event loops."""
        with self._lock:
            if self._async is None:
                self._check_open()
                event_hooks = {
                    name: [_awaitable(function) for function in functions]
                    for name, functions in self._hooks.items()
                }
                self._async = httpx.AsyncClient(timeout=_default_timeout(), event_hooks=event_hooks)
            return self._async

    def _check_open(self) -> None:
        if self._closed:
            raise RuntimeError("the client is closed; make a new one")

    def close(self) -> None:
        """Close what was made here; a client that was given is its giver's to close."""
        with self._lock:
            self._closed = True
            client = self._sync
            if client is None or client is self._given:
                return
            self._sync = self._plain = None
        client.close()

    async def aclose(self) -> None:
        """Close what was made here; a client that was given is its giver's to close."""
        self.close()  # worker threads use that one
        with self._lock:
            client = self._async
            if client is None or client is self._given:
                return
            self._async = None
        await client.aclose()

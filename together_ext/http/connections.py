"""What sends: made when first needed, shared by all that ``with_options`` makes."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from ..errors import ConfigurationError
from ..settings import CONNECT_TIMEOUT, READ_TIMEOUT
from . import proxies
from .mocks import is_mocked
from .pool import Pool

if TYPE_CHECKING:
    import httpx

# As httpx has them: "request" and "response", each with functions of one argument.
Hooks = Mapping[str, Sequence[Callable[[Any], object]]]


def _default_timeout() -> httpx.Timeout:
    from ._lean import httpx

    return httpx.Timeout(READ_TIMEOUT, connect=CONNECT_TIMEOUT)


def _make_client(hooks: Hooks, pool: Pool | None) -> httpx.Client:
    from ._lean import httpx
    from .certificates import client_context

    event_hooks = {name: list(functions) for name, functions in hooks.items()}
    if pool is None:
        with proxies.usable():
            return httpx.Client(
                verify=client_context(), timeout=_default_timeout(), event_hooks=event_hooks
            )
    from .requests import USER_AGENT
    from .transport import Transport

    with proxies.usable():
        return httpx.Client(
            transport=Transport(pool),
            mounts=proxies.mounts(),
            timeout=_default_timeout(),
            headers={"User-Agent": USER_AGENT},
            event_hooks=event_hooks,
        )


def _make_async_client(hooks: Hooks) -> httpx.AsyncClient:
    from ._lean import httpx
    from .certificates import client_context

    event_hooks = {
        name: [_awaitable(function) for function in functions] for name, functions in hooks.items()
    }
    with proxies.usable():
        return httpx.AsyncClient(
            verify=client_context(), timeout=_default_timeout(), event_hooks=event_hooks
        )


def _event_loop() -> Any:
    """Return asyncio's loop that runs here; None under trio, whose sockets outlive a run."""
    asyncio = sys.modules.get("asyncio")
    try:
        return None if asyncio is None else asyncio.get_running_loop()
    except RuntimeError:
        return None


def _of_httpx(client: object, name: str) -> bool:
    """Whether something is an httpx client, which it is not where httpx is not even loaded."""
    kind = getattr(sys.modules.get("httpx"), name, None)
    return isinstance(kind, type) and isinstance(client, kind)


def check_client(client: object, *, asynchronous: bool) -> None:
    """Refuse an ``http_client`` of the wrong kind.

    Raises:
        ConfigurationError: It is no ``httpx.Client``, or no ``httpx.AsyncClient``.
    """
    wanted = "AsyncClient" if asynchronous else "Client"
    if not _of_httpx(client, wanted):
        raise ConfigurationError(
            f"http_client must be an httpx.{wanted}, not {type(client).__name__}."
        )


def _awaitable(function: Callable[[Any], object]) -> Callable[[Any], Awaitable[None]]:
    async def hook(message: object) -> None:
        function(message)

    return hook


class Connections:
    """What sends: our own connections or httpx's clients, made at the first request.

    Args:
        client: An httpx client of the caller's own.
        hooks: Event hooks, which are httpx's to call.
    """

    def __init__(
        self, client: httpx.Client | httpx.AsyncClient | None = None, hooks: Hooks | None = None
    ) -> None:
        self._given = client
        self._hooks: Hooks = hooks or {}
        self._given_async: Any = client if _of_httpx(client, "AsyncClient") else None
        self._closed = False
        self._pool: Pool | None = None
        self._begin()
        _all.add(self)

    def _begin(self) -> None:
        self._lock = threading.Lock()
        self._sync: Any = self._given if _of_httpx(self._given, "Client") else None
        self._async: dict[Any, httpx.AsyncClient] = {}  # by their event loops
        self._by_httpx = False

    def forked(self) -> None:
        """Begin anew, in the child of a fork.

        What was open is the parent's: two processes that ask on one connection get each other's
        answers. A lock may be held by a thread that is not here.
        """
        pool, self._pool = self._pool, None
        self._begin()
        if pool is not None:
            pool.forked()

    def pool(self) -> Pool | None:
        """Return our own connections; None where a request is for :meth:`sync`'s client.

        It is where it is the caller's, or has event hooks to call, or proxies to choose from, or is
        mocked. What httpx does for them is most of a small request's cost.
        """
        if self._given is not None or self._hooks:
            return None
        with self._lock:
            pool = self._own_pool()
        return None if pool is None or self._by_httpx or is_mocked() else pool

    def _own_pool(self) -> Pool | None:
        if self._pool is None:
            self._check_open()
            # For machines where this library's own sockets fail and httpx's do not.
            if os.environ.get("TOGETHER_EXT_TRANSPORT") == "httpx":
                return None
            self._pool = Pool()
            self._by_httpx = proxies.are_set()
        return self._pool

    def sync(self) -> httpx.Client:
        """Return the httpx client for threads."""
        with self._lock:
            if self._sync is None:
                self._check_open()
                self._sync = _make_client(self._hooks, self._own_pool())
            client: httpx.Client = self._sync
            return client

    def asynchronous(self) -> httpx.AsyncClient:
        """Return the client for the event loop that runs here.

        Each loop has its own: what waits for a socket in one cannot be woken in the next.
        """
        if self._given_async is not None:
            given: httpx.AsyncClient = self._given_async
            return given
        loop = _event_loop()
        with self._lock:
            client = self._async.get(loop)
            if client is None:
                self._check_open()
                for other in [each for each in self._async if each and each.is_closed()]:
                    del self._async[other]  # which cannot close its sockets; the collector does
                client = self._async[loop] = _make_async_client(self._hooks)
            return client

    def _check_open(self) -> None:
        if self._closed:
            raise RuntimeError("the client is closed; make a new one")

    def close(self) -> None:
        """Close what was made here; a client that was given is its giver's to close."""
        with self._lock:
            self._closed = True
            pool, self._pool = self._pool, None
            client = None if self._sync is self._given else self._sync
            if client is not None:
                self._sync = None
        if pool is not None:
            pool.close()
        if client is not None:
            client.close()

    async def aclose(self) -> None:
        """Close what was made here; a client that was given is its giver's to close."""
        self.close()  # worker threads use that one
        with self._lock:
            client = self._async.get(_event_loop())
            self._async.clear()
        if client is not None:
            await client.aclose()


_all: WeakSet[Connections] = WeakSet()


def _forked() -> None:
    for connections in list(_all):
        connections.forked()


if hasattr(os, "register_at_fork"):  # Windows does not fork
    os.register_at_fork(after_in_child=_forked)

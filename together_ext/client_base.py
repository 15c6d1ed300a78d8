"""What ``Together`` and ``AsyncTogether`` share: the settings, and the connections."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from .importing import uncollected
from .settings import (
    DEFAULT_MAX_RETRIES,
    resolve_base_url,
    resolve_event_hooks,
    resolve_key,
    resolve_max_retries,
    resolve_timeout,
)

if TYPE_CHECKING:
    import httpx

    from .calls import Policy
    from .http import Connections, Target
    from .http.connections import Hooks
    from .transfer.setting import Slots

ClientT = TypeVar("ClientT", "httpx.Client", "httpx.AsyncClient")
SelfT = TypeVar("SelfT", bound="ClientBase[Any]")


class _Unchanged:
    """Stands for "as it was" where None is a value of its own."""


_UNCHANGED = _Unchanged()


class ClientBase(Generic[ClientT]):
    """What both clients share: settings that do not change, and the connections.

    Building one imports neither httpx nor the generated client; the first request does.
    """

    _asynchronous: ClassVar[bool]

    def __init__(
        self,
        api_key: str | None = None,
        *,
        base_url: str | None = None,
        timeout: float | httpx.Timeout | None = None,
        max_retries: int = DEFAULT_MAX_RETRIES,
        http_client: ClientT | None = None,
        event_hooks: Mapping[str, Sequence[Callable[[Any], object]]] | None = None,
    ) -> None:
        self._key = resolve_key(api_key)
        self.base_url = resolve_base_url(base_url)
        self.max_retries = resolve_max_retries(max_retries)
        self.timeout: float | httpx.Timeout | None = resolve_timeout(timeout)
        hooks = resolve_event_hooks(event_hooks, http_client is not None)
        self._shared = Shared(http_client, hooks)
        if http_client is not None:
            from .http import check_client

            check_client(http_client, asynchronous=self._asynchronous)

    def with_options(
        self: SelfT,
        *,
        timeout: float | httpx.Timeout | _Unchanged | None = _UNCHANGED,
        max_retries: int | _Unchanged = _UNCHANGED,
    ) -> SelfT:
        """Return a client with other settings that shares this one's key and connections.

        Args:
            timeout: As in the constructor.
            max_retries: As in the constructor.

        Returns:
            The other client; this one is as it was. Closing either closes the connections.

        Raises:
            ConfigurationError: A setting that is none.

        Example:
            >>> patient = client.with_options(timeout=300, max_retries=10)      # doctest: +SKIP
        """
        other = object.__new__(type(self))
        other.__dict__.update(self.__dict__)
        # Resources hold on to the client they were made for.
        other.__dict__.pop("files", None)
        other.__dict__.pop("batches", None)
        if not isinstance(timeout, _Unchanged):
            other.timeout = resolve_timeout(timeout)
        if not isinstance(max_retries, _Unchanged):
            other.max_retries = resolve_max_retries(max_retries)
        return other

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={self.base_url!r}, max_retries={self.max_retries})"

    def _policy(self) -> Policy:
        from .calls import Policy

        return Policy(self.max_retries)

    def _target(self) -> Target:
        from .http import Target

        return Target(self.base_url, self._key, self.timeout)


class Shared:
    """The connections, made at the first request and shared with what ``with_options`` makes."""

    def __init__(self, http_client: httpx.Client | httpx.AsyncClient | None, hooks: Hooks) -> None:
        self._given = http_client
        self._hooks = hooks
        self._made: Connections | None = None
        self._slots: Slots | None = None
        self._lock = threading.Lock()

    @property
    def given(self) -> bool:
        """Whether the caller gave an httpx client."""
        return self._given is not None

    def connections(self) -> Connections:
        """Return them, made now where there are none yet."""
        with self._lock:
            if self._made is None:
                with uncollected():
                    from .http import Connections
                    from .http.core_logs import hide_signatures
                hide_signatures()
                self._made = Connections(self._given, self._hooks)
            return self._made

    def helpers(self) -> Slots:
        """Return the places for connections beyond a download's first."""
        from .transfer.setting import HELPERS, Slots

        with self._lock:
            if self._slots is None:
                self._slots = Slots(HELPERS)
            return self._slots

"""``Together`` and ``AsyncTogether``: the settings, the connections, and the two resources."""

from __future__ import annotations

import threading
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from .settings import (
    DEFAULT_MAX_RETRIES,
    resolve_base_url,
    resolve_key,
    resolve_max_retries,
    resolve_timeout,
)

if TYPE_CHECKING:
    import httpx

    from .batches import AsyncBatches, Batches
    from .calls import Policy
    from .files import AsyncFiles, Files
    from .flow import Flow
    from .http import AsyncSession, Connections, Session, Target

T = TypeVar("T")
ClientT = TypeVar("ClientT", "httpx.Client", "httpx.AsyncClient")
SelfT = TypeVar("SelfT", bound="_Base[Any]")


class _Unchanged:
    """Stands for "as it was" where None is a value of its own."""


_UNCHANGED = _Unchanged()


class _Base(Generic[ClientT]):
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
    ) -> None:
        self._key = resolve_key(api_key)
        self.base_url = resolve_base_url(base_url)
        self.max_retries = resolve_max_retries(max_retries)
        self.timeout: float | httpx.Timeout | None = resolve_timeout(timeout)
        self._shared = _Shared(http_client)
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


class _Shared:
    """The connections, made at the first request and shared with what ``with_options`` makes."""

    def __init__(self, http_client: httpx.Client | httpx.AsyncClient | None) -> None:
        self._given = http_client
        self._made: Connections | None = None
        self._lock = threading.Lock()

    def connections(self) -> Connections:
        from .http import Connections

        with self._lock:
            if self._made is None:
                self._made = Connections(self._given)
            return self._made


class Together(_Base["httpx.Client"]):
    """A client for the Together API, for threads.

    Args:
        api_key: The key; ``TOGETHER_API_KEY`` where it is not given.
        base_url: Where the API is, with or without ``/v1``; ``TOGETHER_BASE_URL`` where it is not
            given, and the public service where that is not set either.
        timeout: Seconds to wait for a connection or for the next byte, or an ``httpx.Timeout``.
            None means 10 s for a connection and 60 s for the next byte, or what ``http_client``
            is set to.
        max_retries: How often a request that is safe to repeat is sent again. A request that
            creates something is never repeated once it may have arrived.
        http_client: An ``httpx.Client`` of your own (proxies, certificates, a transport). It stays
            yours to close.

    Raises:
        ConfigurationError: There is no key, or ``base_url`` is no URL.

    Example:
        >>> from together_ext import Together
        >>> with Together(api_key="key", base_url="http://127.0.0.1:8000") as client:
        ...     client
        Together(base_url='http://127.0.0.1:8000/v1', max_retries=5)
    """

    _asynchronous = False

    @cached_property
    def files(self) -> Files:
        """Files: upload, list, retrieve, retrieve_content, content, delete."""
        from .files import Files

        return Files(self)

    @cached_property
    def batches(self) -> Batches:
        """Batches: create, retrieve, list, cancel, wait."""
        from .batches import Batches

        return Batches(self)

    def _session(self) -> Session:
        from .http import Session

        return Session(self._shared.connections(), self._target())

    def _run(self, flow: Flow[T]) -> T:
        from .flow import run

        with self._session() as session:
            return run(flow, session)

    def close(self) -> None:
        """Close the connections that this client opened."""
        self._shared.connections().close()

    def __enter__(self) -> Together:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


class AsyncTogether(_Base["httpx.AsyncClient"]):
    """A client for the Together API, for event loops (asyncio or trio).

    The arguments are those of :class:`Together`, with an ``httpx.AsyncClient`` for
    ``http_client``; the resources have the same methods, to be awaited.

    Example:
        >>> async with AsyncTogether() as client:                     # doctest: +SKIP
        ...     job = await client.batches.wait("batch-id")
    """

    _asynchronous = True

    @cached_property
    def files(self) -> AsyncFiles:
        """Files: upload, list, retrieve, retrieve_content, content, delete."""
        from .files import AsyncFiles

        return AsyncFiles(self)

    @cached_property
    def batches(self) -> AsyncBatches:
        """Batches: create, retrieve, list, cancel, wait."""
        from .batches import AsyncBatches

        return AsyncBatches(self)

    def _session(self) -> AsyncSession:
        from .http import AsyncSession

        return AsyncSession(self._shared.connections(), self._target())

    async def _run(self, flow: Flow[T]) -> T:
        from .flow import arun

        async with self._session() as session:
            return await arun(flow, session)

    async def close(self) -> None:
        """Close the connections that this client opened."""
        await self._shared.connections().aclose()

    async def __aenter__(self) -> AsyncTogether:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

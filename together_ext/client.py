"""``Together`` and ``AsyncTogether``: the settings, the connections, and the two resources."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

from .client_base import ClientBase
from .importing import uncollected

if TYPE_CHECKING:
    import httpx  # noqa: F401  -- in the base classes' parameters, which are strings

    from .async_batches import AsyncBatches
    from .async_files import AsyncFiles
    from .batches import Batches
    from .files import Files
    from .flow import Fetch, Flow
    from .http import AsyncSession, Session
    from .progress import Meter
    from .transfer.body import Hands
    from .transfer.download import FileObject
    from .transfer.many import DownloadSummary
    from .transfer.options import Options
    from .transfer.source import Source

T = TypeVar("T")


class Together(ClientBase["httpx.Client"]):
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
        event_hooks: As httpx's: ``{"request": [function], "response": [function]}``, called with
            each ``httpx.Request`` and each ``httpx.Response`` (its body unread), in the thread that
            sends it. Requests hold the key. Not with ``http_client``, which has its own.

    Raises:
        ConfigurationError: There is no key, ``base_url`` is no URL, or hooks are no functions.

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
        with uncollected():
            from .files import Files
        return Files(self)

    @cached_property
    def batches(self) -> Batches:
        """Batches: run, submit, attach; and step by step: create, retrieve, list, cancel, wait."""
        with uncollected():
            from .batches import Batches
        return Batches(self)

    def _session(self) -> Session:
        from .http import Session

        return Session(self._shared.connections(), self._target())

    def _run(self, flow: Flow[T]) -> T:
        from .flow import run
        from .transfer.performer import Performer

        with self._session() as session:
            return run(flow, Performer(session, self._fetch))

    def _fetch(self, fetch: Fetch) -> FileObject:
        from .transfer.performer import plainly

        return self._download(fetch.source, fetch.destination, *plainly())

    def _download(self, source: Source, path: Path, options: Options, meter: Meter) -> FileObject:
        from .transfer.download import Download
        from .transfer.setting import Setting

        setting = Setting(self._session, self._policy(), meter, meter.tick, self._shared.helpers())
        result = Download(source, path, options, setting).run()
        meter.finish()
        return result

    def _download_many(
        self,
        work: list[tuple[Source, str]],
        options: Options,
        first_error_ends: bool,
        meter: Meter,
    ) -> DownloadSummary:
        from .transfer.many import Downloads
        from .transfer.setting import Setting

        setting = Setting(self._session, self._policy(), meter, meter.tick)
        result = Downloads(work, options, setting, first_error_ends).run()
        meter.finish()
        return result

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


class AsyncTogether(ClientBase["httpx.AsyncClient"]):
    """A client for the Together API, for event loops (asyncio or trio).

    The arguments are those of :class:`Together`, with an ``httpx.AsyncClient`` for
    ``http_client``; the resources have the same methods, to be awaited. Event hooks are plain
    functions here too; those of a download are called in its worker thread.

    Example:
        >>> async with AsyncTogether() as client:                     # doctest: +SKIP
        ...     job = await client.batches.wait("batch-id")
    """

    _asynchronous = True

    @cached_property
    def files(self) -> AsyncFiles:
        """Files: upload, list, retrieve, retrieve_content, content, delete."""
        with uncollected():
            from .async_files import AsyncFiles
        return AsyncFiles(self)

    @cached_property
    def batches(self) -> AsyncBatches:
        """Batches: run, submit, attach; and step by step: create, retrieve, list, cancel, wait."""
        with uncollected():
            from .async_batches import AsyncBatches
        return AsyncBatches(self)

    def _session(self) -> AsyncSession:
        from .http import AsyncSession

        return AsyncSession(self._shared.connections(), self._target())

    async def _run(self, flow: Flow[T]) -> T:
        from .flow import arun
        from .transfer.performer import AsyncPerformer

        async with self._session() as session:
            return await arun(flow, AsyncPerformer(session, self._fetch))

    async def _fetch(self, fetch: Fetch) -> FileObject:
        from .transfer.performer import plainly

        return await self._download(fetch.source, fetch.destination, *plainly())

    async def _download(
        self, source: Source, path: Path, options: Options, meter: Meter
    ) -> FileObject:
        from .transfer.background import bridged, in_thread
        from .transfer.download import Download
        from .transfer.setting import Setting

        async def run(hands: Callable[[], Hands]) -> FileObject:
            helpers = self._shared.helpers()
            setting = Setting(hands, self._policy(), meter, _nothing, helpers)
            download = Download(source, path, options, setting)
            tick = meter.tick if meter.listened else None
            return await in_thread(download.run, download.stop, tick)

        if self._shared.given:
            result = await bridged(run, self._session)
        else:
            result = await run(self._thread_session)
        meter.finish()
        return result

    async def _download_many(
        self,
        work: list[tuple[Source, str]],
        options: Options,
        first_error_ends: bool,
        meter: Meter,
    ) -> DownloadSummary:
        from .transfer.background import bridged, in_thread
        from .transfer.many import Downloads
        from .transfer.setting import Setting

        async def run(hands: Callable[[], Hands]) -> DownloadSummary:
            setting = Setting(hands, self._policy(), meter, _nothing)
            downloads = Downloads(work, options, setting, first_error_ends)
            tick = meter.tick if meter.listened else None
            return await in_thread(downloads.run, downloads.stop, tick)

        if self._shared.given:
            result = await bridged(run, self._session)
        else:
            result = await run(self._thread_session)
        meter.finish()
        return result

    def _thread_session(self) -> Session:
        from .http import Session

        return Session(self._shared.connections(), self._target())

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


def _nothing() -> None:
    """Tell nothing: the event loop does, in its own thread."""

"""``client.batches`` for event loops: what :mod:`~together_ext.batches` has, to be awaited."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, overload

from . import names, operations
from .batch_arguments import create_call, order_of, wait_flow
from .calls import fetch
from .terms import DEFAULT_ENDPOINT

if TYPE_CHECKING:
    from together_openapi.models import BatchJob
    from typing_extensions import Unpack

    from .batch_arguments import JobId
    from .client import AsyncTogether
    from .runs.estimate import Estimate
    from .runs.handle import AsyncRunHandle
    from .runs.options import RunOptions
    from .runs.result import RunResult

    # Inside the class `list` is its method.
    Jobs = list[BatchJob]


class AsyncBatches:
    """The Batch API, for event loops. Reached as ``AsyncTogether().batches``."""

    def __init__(self, client: AsyncTogether) -> None:
        self._client = client

    async def create(
        self,
        file_id: str,
        endpoint: str = DEFAULT_ENDPOINT,
        *,
        completion_window: str = "24h",
        model_id: str | None = None,
        priority: int | None = None,
    ) -> BatchJob:
        """Start a batch; see :meth:`Batches.create`."""
        call = create_call(file_id, endpoint, completion_window, model_id, priority)
        return await self._client._run(fetch(call, self._client._policy()))

    async def retrieve(self, id: JobId) -> BatchJob:
        """Get a batch as it is now; see :meth:`Batches.retrieve`."""
        call = operations.get_batch(names.check_id(id, "batch id"))
        return await self._client._run(fetch(call, self._client._policy()))

    async def list(self) -> Jobs:
        """List the batches of this key's account; see :meth:`Batches.list`."""
        return await self._client._run(fetch(operations.list_batches(), self._client._policy()))

    async def cancel(self, id: JobId) -> BatchJob:
        """Ask for a batch to be stopped; see :meth:`Batches.cancel`."""
        call = operations.cancel_batch(names.check_id(id, "batch id"))
        return await self._client._run(fetch(call, self._client._policy()))

    async def wait(
        self,
        id: JobId,
        *,
        timeout: float | None = None,
        poll_interval: float | None = None,
        on_update: Callable[[BatchJob], None] | None = None,
    ) -> BatchJob:
        """Wait until a batch is finished, in whatever way; see :meth:`Batches.wait`."""
        flow = wait_flow(self._client, id, timeout, poll_interval, on_update)
        return await self._client._run(flow)

    @overload
    async def run(
        self,
        source: object,
        *,
        output: str | os.PathLike[str],
        endpoint: str = ...,
        dry_run: Literal[False] = ...,
        **options: Unpack[RunOptions],
    ) -> RunResult: ...
    @overload
    async def run(
        self,
        source: object,
        *,
        output: str | os.PathLike[str],
        endpoint: str = ...,
        dry_run: Literal[True],
        **options: Unpack[RunOptions],
    ) -> Estimate: ...
    async def run(
        self,
        source: object,
        *,
        output: str | os.PathLike[str],
        endpoint: str = DEFAULT_ENDPOINT,
        dry_run: bool = False,
        **options: Unpack[RunOptions],
    ) -> RunResult | Estimate:
        """Have rows answered; see :meth:`Batches.run`. What reads the rows works in a thread."""
        from .runs import handle

        order = order_of(self._client, source, output, endpoint, options)
        if dry_run:
            return await self._client._run(handle.foresee(order))
        return await handle.ago_on(self._client, order)

    async def submit(
        self,
        source: object,
        *,
        output: str | os.PathLike[str],
        endpoint: str = DEFAULT_ENDPOINT,
        **options: Unpack[RunOptions],
    ) -> AsyncRunHandle:
        """Do the first half of :meth:`run`; see :meth:`Batches.submit`."""
        from dataclasses import replace

        from .runs.handle import AsyncRunHandle, adrive

        order = order_of(self._client, source, output, endpoint, options)
        await adrive(self._client, replace(order, finish=False))
        return AsyncRunHandle(self._client, order.spec)

    async def attach(self, run: str | os.PathLike[str]) -> AsyncRunHandle:
        """Take up a run that was begun before; see :meth:`Batches.attach`."""
        from .runs.handle import AsyncRunHandle, mended

        return AsyncRunHandle(self._client, await self._client._run(mended(run)))

    create_batch = create
    get_batch = retrieve
    list_batches = list
    cancel_batch = cancel

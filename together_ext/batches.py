"""``client.batches``: what users touch. Thin: waiting is a flow in ``polling``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from . import errors, names, operations, polling
from .calls import fetch

if TYPE_CHECKING:
    from together_openapi.models import BatchJob

    from .calls import Call
    from .client import AsyncTogether, Together

    # Inside the classes `list` is their method.
    Jobs = list[BatchJob]

DEFAULT_ENDPOINT = "/v1/chat/completions"


class Batches:
    """The Batch API, for threads. Reached as ``Together().batches``."""

    def __init__(self, client: Together) -> None:
        self._client = client

    def create(
        self,
        file_id: str,
        endpoint: str = DEFAULT_ENDPOINT,
        *,
        completion_window: str = "24h",
        model_id: str | None = None,
        priority: int | None = None,
    ) -> BatchJob:
        """Start a batch. This is the request that costs money, so it is sent once.

        It is sent again only where it certainly was not taken: the connection was never made, or
        the API answered 429. The API does not notice that a file was submitted before.

        Args:
            file_id: The id of an uploaded file with purpose ``batch-api``.
            endpoint: The endpoint all its lines are for.
            completion_window: The time the API may take; it knows ``24h``.
            model_id: The model, where the lines do not say it.
            priority: The job's priority, where the account has such a thing.

        Returns:
            The job, with its ``id``.

        Raises:
            InvalidArgumentError: No file id, or an endpoint that is no path.
            OutcomeUnknownError: No answer came back: the batch may or may not run. Look for
                ``file_id`` among ``list()`` before creating it again.
            APIError: The API refused, or could not be reached.

        Example:
            >>> job = client.batches.create(file.id, "/v1/chat/completions")    # doctest: +SKIP
        """
        call = _create(file_id, endpoint, completion_window, model_id, priority)
        return self._client._run(fetch(call, self._client._policy()))

    def retrieve(self, id: str) -> BatchJob:
        """Get a batch as it is now.

        Raises:
            NotFoundError: There is no such batch.
            APIError: The API refused, or could not be reached.
        """
        call = operations.get_batch(names.check_id(id))
        return self._client._run(fetch(call, self._client._policy()))

    def list(self) -> Jobs:
        """List the batches of this key's account, in the order in which the API gives them.

        Raises:
            APIError: The API refused, or could not be reached.
        """
        return self._client._run(fetch(operations.list_batches(), self._client._policy()))

    def cancel(self, id: str) -> BatchJob:
        """Ask for a batch to be stopped. Rows that are finished are kept, and billed.

        Raises:
            NotFoundError: There is no such batch.
            APIError: The API refused, or could not be reached.
        """
        call = operations.cancel_batch(names.check_id(id))
        return self._client._run(fetch(call, self._client._policy()))

    def wait(
        self,
        id: str,
        *,
        timeout: float | None = None,
        poll_interval: float | None = None,
        on_update: Callable[[BatchJob], None] | None = None,
    ) -> BatchJob:
        """Wait until a batch is finished, in whatever way.

        A finished batch can have failed: look at ``status`` and read both files. An outage of the
        API of up to 15 minutes is waited out. Ctrl-C stops the waiting, not the batch.

        Args:
            id: The batch's id.
            timeout: Seconds to wait at most; None for as long as it takes.
            poll_interval: Seconds between looks; None for soon at first, then every 30 to 60.
            on_update: Called with the job after every look.

        Returns:
            The job in a final state: COMPLETED, FAILED, EXPIRED or CANCELLED.

        Raises:
            WaitTimeoutError: It is not finished in time; ``.job`` is the job as last seen.
            NotFoundError: There is no such batch.
            APIError: The API refused, or could not be reached for 15 minutes.
        """
        polling.check_wait(timeout, poll_interval)
        call = operations.get_batch(names.check_id(id))
        flow = polling.wait(
            call,
            id,
            self._client._policy(),
            timeout=timeout,
            poll_interval=poll_interval,
            on_update=on_update,
        )
        return self._client._run(flow)

    create_batch = create
    get_batch = retrieve
    list_batches = list
    cancel_batch = cancel


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
        call = _create(file_id, endpoint, completion_window, model_id, priority)
        return await self._client._run(fetch(call, self._client._policy()))

    async def retrieve(self, id: str) -> BatchJob:
        """Get a batch as it is now; see :meth:`Batches.retrieve`."""
        call = operations.get_batch(names.check_id(id))
        return await self._client._run(fetch(call, self._client._policy()))

    async def list(self) -> Jobs:
        """List the batches of this key's account; see :meth:`Batches.list`."""
        return await self._client._run(fetch(operations.list_batches(), self._client._policy()))

    async def cancel(self, id: str) -> BatchJob:
        """Ask for a batch to be stopped; see :meth:`Batches.cancel`."""
        call = operations.cancel_batch(names.check_id(id))
        return await self._client._run(fetch(call, self._client._policy()))

    async def wait(
        self,
        id: str,
        *,
        timeout: float | None = None,
        poll_interval: float | None = None,
        on_update: Callable[[BatchJob], None] | None = None,
    ) -> BatchJob:
        """Wait until a batch is finished, in whatever way; see :meth:`Batches.wait`."""
        polling.check_wait(timeout, poll_interval)
        call = operations.get_batch(names.check_id(id))
        flow = polling.wait(
            call,
            id,
            self._client._policy(),
            timeout=timeout,
            poll_interval=poll_interval,
            on_update=on_update,
        )
        return await self._client._run(flow)

    create_batch = create
    get_batch = retrieve
    list_batches = list
    cancel_batch = cancel


def _create(
    file_id: object,
    endpoint: object,
    completion_window: str,
    model_id: str | None,
    priority: int | None,
) -> Call[BatchJob]:
    # Which endpoints can be batched changes at the API; only what can be none is refused here.
    if not isinstance(endpoint, str) or not endpoint.startswith("/"):
        raise errors.InvalidArgumentError(
            f"endpoint must be a path like {DEFAULT_ENDPOINT!r}, not {endpoint!r}."
        )
    return operations.create_batch(
        file_id=names.check_id(file_id, "file_id"),
        endpoint=endpoint,
        completion_window=completion_window,
        model_id=model_id,
        priority=priority,
    )

"""``client.batches``: what users touch. Thin: the steps are flows in ``polling`` and ``runs``."""

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
    from .client import Together
    from .runs.estimate import Estimate
    from .runs.handle import RunHandle
    from .runs.options import RunOptions
    from .runs.result import RunResult

    # Inside the class `list` is its method.
    Jobs = list[BatchJob]


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
            InvalidArgumentError: No file id, or an endpoint, window, model or priority that can be
                none. Nothing was sent.
            OutcomeUnknownError: No answer came back: the batch may or may not run. Look for
                ``file_id`` among ``list()`` before creating it again.
            APIError: The API refused, or could not be reached.

        Example:
            >>> job = client.batches.create(file.id, "/v1/chat/completions")    # doctest: +SKIP
        """
        call = create_call(file_id, endpoint, completion_window, model_id, priority)
        return self._client._run(fetch(call, self._client._policy()))

    def retrieve(self, id: JobId) -> BatchJob:
        """Get a batch as it is now.

        Args:
            id: The batch's id.

        Returns:
            The job: ``status``, ``progress`` (0 to 100), and where it is finished the ids of its
            files (``output_file_id``, ``error_file_id``). Each can be missing.

        Raises:
            InvalidArgumentError: No id.
            NotFoundError: There is no such batch.
            APIError: The API refused, or could not be reached.
        """
        call = operations.get_batch(names.check_id(id, "batch id"))
        return self._client._run(fetch(call, self._client._policy()))

    def list(self) -> Jobs:
        """List the batches of this key's account, in the order in which the API gives them.

        Returns:
            The jobs, as :meth:`retrieve` gives each.

        Raises:
            APIError: The API refused, or could not be reached.
        """
        return self._client._run(fetch(operations.list_batches(), self._client._policy()))

    def cancel(self, id: JobId) -> BatchJob:
        """Ask for a batch to be stopped. Rows that are finished are kept, and billed.

        Args:
            id: The batch's id.

        Returns:
            The job as it is now. It may not have ended yet: :meth:`wait` says when it has.

        Raises:
            InvalidArgumentError: No id.
            BadRequestError: It has ended already.
            NotFoundError: There is no such batch.
            APIError: The API refused, or could not be reached.
        """
        call = operations.cancel_batch(names.check_id(id, "batch id"))
        return self._client._run(fetch(call, self._client._policy()))

    def wait(
        self,
        id: JobId,
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
            InvalidArgumentError: No id, or a time that is none.
            WaitTimeoutError: It is not finished in time; ``.job`` is the job as last seen.
            NotFoundError: There is no such batch.
            APIError: The API refused, or could not be reached for 15 minutes.
        """
        flow = wait_flow(self._client, id, timeout, poll_interval, on_update)
        return self._client._run(flow)

    @overload
    def run(
        self,
        source: object,
        *,
        output: str | os.PathLike[str],
        endpoint: str = ...,
        dry_run: Literal[False] = ...,
        **options: Unpack[RunOptions],
    ) -> RunResult: ...
    @overload
    def run(
        self,
        source: object,
        *,
        output: str | os.PathLike[str],
        endpoint: str = ...,
        dry_run: Literal[True],
        **options: Unpack[RunOptions],
    ) -> Estimate: ...
    def run(
        self,
        source: object,
        *,
        output: str | os.PathLike[str],
        endpoint: str = DEFAULT_ENDPOINT,
        dry_run: bool = False,
        **options: Unpack[RunOptions],
    ) -> RunResult | Estimate:
        """Have rows answered: check, split, submit, wait, collect, ask again, merge.

        Killed at any moment, the same line again goes on from where it was: no job is made twice
        and no row is lost (``docs/runs.md`` says how, and what is not promised). After the end the
        same line gives the same result, and sends nothing.

        Args:
            source: A path (``.jsonl``, ``.jsonl.gz``, ``.jsonl.zst``, ``.csv``, ``.parquet``), an
                iterable of dicts, a pandas or polars frame, an Arrow table, a Hugging Face dataset.
            output: Where the results go, one for each row, in the order of the rows: ``.jsonl``,
                ``.csv`` or ``.parquet``. A file that is there is replaced, at the end. The state of
                the run is beside it, in ``.NAME.run``: another output is another run.
            endpoint: The endpoint of all rows.
            dry_run: Only say what it would take; nothing is sent.
            **options: See :class:`~together_ext.runs.options.RunOptions`.

        Returns:
            The result: ``counts``, ``usage``, ``rows()``; with ``dry_run`` an ``Estimate``.

        Raises:
            InvalidArgumentError: An argument that cannot be, such as an output that is the source;
                nothing was sent.
            InputFileError: The source is not there (``InputFileNotFoundError``), or unreadable.
            MissingPackageError: A package is needed to read the source or to write the output.
            InvalidRowsError: Rows cannot be sent; nothing was.
            InputChangedError: The output belongs to a run of other rows.
            LedgerError: The state of the run cannot be used, or another process is using it.
            OutputError: The state or the output cannot be written; what was paid for is kept, and
                the text says how to go on.
            OutcomeUnknownError: A create was lost and no one can tell; a person has to look.
            CostLimitError: Going on would pass ``max_cost``.
            WaitTimeoutError: It is not finished in ``timeout`` seconds; the jobs go on.
            KeyboardInterrupt: Ctrl-C; the jobs go on, and its text says how to come back.
            APIError: The API refused, or was away for 15 minutes.

        Example:
            >>> result = client.batches.run("in.jsonl", output="out.jsonl")     # doctest: +SKIP
            >>> print(result.counts, result.usage)                              # doctest: +SKIP
        """
        from .runs import handle

        order = order_of(self._client, source, output, endpoint, options)
        if dry_run:
            return self._client._run(handle.foresee(order))
        return handle.go_on(self._client, order)

    def submit(
        self,
        source: object,
        *,
        output: str | os.PathLike[str],
        endpoint: str = DEFAULT_ENDPOINT,
        **options: Unpack[RunOptions],
    ) -> RunHandle:
        """Do the first half of :meth:`run`, and return as soon as nothing more can be submitted.

        That is when every shard has its job, or ``max_jobs_in_flight`` jobs are at the API. The
        rest is submitted, and all is collected, by the handle's ``wait()``.

        Args:
            source: As in :meth:`run`.
            output: As in :meth:`run`.
            endpoint: As in :meth:`run`.
            **options: As in :meth:`run`.

        Returns:
            A handle with ``status()``, ``wait()``, ``result()`` and ``cancel()``.

        Raises:
            TogetherError: What :meth:`run` raises.
        """
        from dataclasses import replace

        from .runs.handle import RunHandle
        from .runs.runner import drive

        order = order_of(self._client, source, output, endpoint, options)
        self._client._run(drive(replace(order, finish=False)))
        return RunHandle(self._client, order.spec)

    def attach(self, run: str | os.PathLike[str]) -> RunHandle:
        """Take up a run that was begun before, perhaps by another process.

        A ledger that is lost, damaged or of another version of this library is put aside and
        rebuilt from the API's list of jobs, so that nothing that was paid for is forgotten.

        Args:
            run: The output of the run, or the directory of its state.

        Returns:
            A handle with ``status()``, ``wait()``, ``result()`` and ``cancel()``.

        Raises:
            LedgerError: There is no such run.

        Example:
            >>> client.batches.attach("results.jsonl").wait()            # doctest: +SKIP
        """
        from .runs.handle import RunHandle, mended

        return RunHandle(self._client, self._client._run(mended(run)))

    create_batch = create
    get_batch = retrieve
    list_batches = list
    cancel_batch = cancel

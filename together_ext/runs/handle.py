"""What users hold of a run: ask how it is, wait for it, cancel it, in this process or another.

A handle holds nothing open: each call takes the state, does its part, and lets go of it. So a run
can be begun here and waited for there, and two at once are refused rather than mixed up.
"""

from __future__ import annotations

import logging
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anyio

from .. import errors
from ..flow import Flow, Work
from .desk import Waits, come_back, work
from .estimate import Estimate, estimate
from .ledger import Ledger
from .options import next_order, spec_of
from .prices import load_prices
from .result import RunResult
from .room import Room
from .runner import Order, cancel_all, drive, how_it_is
from .spec import Spec, load_spec
from .state import State
from .status import RunStatus

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..client import AsyncTogether, Together
    from .options import CallOptions


log = logging.getLogger("together_ext")


class _Handle:
    """What both handles share.

    Attributes:
        output: Where the results go.
        state: The directory of the run's state.
    """

    def __init__(self, spec: Spec) -> None:
        self.output: Path = spec.output
        self.state: Path = spec.state
        self._waits = Waits()

    def _next(self, client: Together | AsyncTogether, options: Mapping[str, Any]) -> Order:
        spec = load_spec(self.state)
        order = next_order(spec, client._policy(), client.base_url, options)
        return replace(order, waits=self._waits)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(output={str(self.output)!r}, state={str(self.state)!r})"


class RunHandle(_Handle):
    """A run that was begun. Made by ``batches.submit`` and ``batches.attach``."""

    def __init__(self, client: Together, spec: Spec) -> None:
        super().__init__(spec)
        self._client = client

    def status(self) -> RunStatus:
        """Say how the run is, as its ledger knows it. Nothing is asked of the API.

        Raises:
            LedgerError: The ledger cannot be used.
        """
        return self._client._run(_status(self.state))

    def wait(self, **options: Unpack[CallOptions]) -> RunResult:
        """Go on with the run until its results are written.

        Args:
            **options: See :class:`~together_ext.runs.options.CallOptions`; ``timeout=`` and what
                else is to be otherwise than when it was begun.

        Raises:
            WaitTimeoutError: It is not finished in time; ``.job`` is the job looked at last.
            KeyboardInterrupt: Ctrl-C; its text says how to come back.
            LedgerError: The state cannot be used, or another process is using it.
            OutcomeUnknownError: A person has to look whether a job exists.
            CostLimitError: Going on would pass ``max_cost``.
            APIError: The API refused, or was away for 15 minutes.
        """
        return go_on(self._client, self._next(self._client, options))

    def result(self) -> RunResult:
        """Do what can be done now, and return the result if that finishes the run.

        Raises:
            WaitTimeoutError: It does not; and what :meth:`wait` raises.
        """
        return self.wait(timeout=0)

    def cancel(self) -> None:
        """Have all its jobs stopped, and no more made. :meth:`wait` collects what they finished.

        Raises:
            LedgerError: The state cannot be used, or another process is using it.
            APIError: The API refused, or was away for 15 minutes.
        """
        self._client._run(cancel_all(self._next(self._client, {})))


class AsyncRunHandle(_Handle):
    """A run that was begun, for event loops; the methods are those of :class:`RunHandle`."""

    def __init__(self, client: AsyncTogether, spec: Spec) -> None:
        super().__init__(spec)
        self._client = client

    async def status(self) -> RunStatus:
        """Say how the run is; see :meth:`RunHandle.status`."""
        return await self._client._run(_status(self.state))

    async def wait(self, **options: Unpack[CallOptions]) -> RunResult:
        """Go on with the run until its results are written; see :meth:`RunHandle.wait`."""
        return await ago_on(self._client, self._next(self._client, options))

    async def result(self) -> RunResult:
        """Do what can be done now; see :meth:`RunHandle.result`."""
        return await self.wait(timeout=0)

    async def cancel(self) -> None:
        """Have all its jobs stopped, and no more made; see :meth:`RunHandle.cancel`."""
        await self._client._run(cancel_all(self._next(self._client, {})))


def go_on(client: Together, order: Order) -> RunResult:
    """Drive a run to its end, in this thread."""
    return _finished(client._run(drive(order)))


async def ago_on(client: AsyncTogether, order: Order) -> RunResult:
    """Drive a run to its end, in this event loop."""
    return _finished(await adrive(client, order))


async def adrive(client: AsyncTogether, order: Order) -> RunResult | None:
    """Drive a run in this event loop; cancellation cancels its jobs too where that is wished."""
    try:
        return await client._run(drive(order))
    except anyio.get_cancelled_exc_class():
        if order.cancel_on_interrupt:
            with anyio.CancelScope(shield=True):
                await client._run(cancel_all(replace(order, timeout=None), if_begun=True))
        # Cancellation carries no text: it is the event loop's own object.
        log.warning("the run was cancelled: %s", come_back(order.spec))
        raise


def foresee(order: Order) -> Flow[Estimate]:
    """Say what a run would take. Nothing is sent, and nothing is left behind.

    Raises:
        InvalidRowsError: Rows cannot be sent.
    """
    # Under a name that is nobody's, in what is there already: nothing else need be tidied away.
    name = f"{order.spec.state.name}.dry-{secrets.token_hex(8)}"
    room = Room(next(up for up in order.spec.state.parents if up.is_dir()) / name)
    prepare = order.prepare
    if not isinstance(prepare, partial):
        raise TypeError("an order without rows has nothing to foresee")
    source, _ = prepare.args
    try:
        prepared = yield from work(prepare.func(source, room, **prepare.keywords))
        found: Estimate = yield from work(estimate(prepared, load_prices(order.spec.prices)))
    finally:
        yield Work(partial(shutil.rmtree, room.directory, ignore_errors=True))
    return found


def mended(run: object) -> Flow[Spec]:
    """Find a run; where its ledger is lost or cannot be used, begin one that takes over.

    Raises:
        LedgerError: There is no such run, or another process is using it.
    """

    def mend() -> Spec:
        spec = spec_of(run)
        try:
            Ledger(spec.state).close()
        except errors.LedgerError as error:
            log.warning("the ledger is rebuilt from the list of jobs: %s", error)
            state = State(spec)
            try:
                state.open(rebuild=True)
            finally:
                state.close()
        return spec

    spec: Spec = yield Work(mend)
    return spec


def _finished(result: RunResult | None) -> RunResult:
    if result is None:
        raise RuntimeError("a run that was to be finished came back unfinished")
    return result


def _status(state: Path) -> Flow[RunStatus]:
    def read() -> RunStatus:
        ledger = Ledger(state)
        try:
            return how_it_is(ledger)
        finally:
            ledger.close()

    status: RunStatus = yield Work(read)
    return status

"""Running what blocks beside an event loop: in a worker thread, cancellable at any moment.

httpx's ``AsyncClient`` costs three times a thread's CPU for the same bytes (measured), so a
download in an event loop is the same engine as without one. The loop only waits: for the end, and,
where someone listens, for the next time to tell the progress, which is told in its own thread.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

import anyio
import anyio.lowlevel
import anyio.to_thread
from anyio.from_thread import BlockingPortal

from .. import errors
from ..flow import Effect
from ..progress import INTERVAL
from ..turns import Turns, in_turns

if TYPE_CHECKING:
    from ..http import AsyncSession

T = TypeVar("T")

# Threads for all downloads of one event loop, beside those that helpers of one download run in.
# One that waits for a slow server costs some 50 KB and no time, and those behind it would wait with
# it. Not anyio's own limit, which the caller's code lives on.
MAX_THREADS = 256
# A download has its connection, its partial file, its lock and for moments its record open.
_DESCRIPTORS = 5


class _Beside:
    """What all downloads of one event loop share."""

    def __init__(self) -> None:
        self.threads = anyio.CapacityLimiter(_most_threads())
        self.turns = Turns()
        # Starting a thread holds the loop up until it runs: one in each round of the loop.
        self.starting = anyio.Lock()


_beside: anyio.lowlevel.RunVar[_Beside] = anyio.lowlevel.RunVar("together_ext_downloads")


def _here() -> _Beside:
    try:
        return _beside.get()
    except LookupError:
        beside = _Beside()
        _beside.set(beside)
        return beside


def _most_threads() -> int:
    if sys.platform == "win32":
        return MAX_THREADS
    import resource

    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if files == resource.RLIM_INFINITY:
        return MAX_THREADS
    return max(8, min(MAX_THREADS, files // _DESCRIPTORS))


async def in_thread(
    function: Callable[[], T],
    stop: Callable[[], None],
    tick: Callable[[], None] | None = None,
) -> T:
    """Run a function that blocks in a worker thread, and return what it returns.

    It has ended when this returns, also when this is cancelled: no thread goes on writing behind
    the caller's back.

    Args:
        function: What to run.
        stop: Makes it end soon; called in the loop's thread.
        tick: Called in the loop's thread ten times a second meanwhile.
    """
    outcome: list[T] = []
    failure: list[BaseException] = []
    ended = anyio.Event()
    beside, borrower = _here(), object()

    def run() -> None:
        in_turns(beside.turns, lambda: outcome.append(function()))

    async def work() -> None:
        with anyio.CancelScope(shield=True):
            try:
                # A limit of its own for each: the place among all was taken before.
                one = anyio.CapacityLimiter(1)
                await anyio.to_thread.run_sync(run, limiter=one)
            except BaseException as error:
                failure.append(error)
            finally:
                ended.set()

    await beside.threads.acquire_on_behalf_of(borrower)
    try:
        async with anyio.create_task_group() as group:
            try:
                async with beside.starting:
                    group.start_soon(work)
                    # No shield of anyio's keeps `asyncio.Task.cancel()` out.
                    with anyio.CancelScope(shield=True):
                        await anyio.lowlevel.checkpoint()
                await _wait(ended, tick)
            except BaseException as error:
                stop()
                failure.insert(0, error)
    finally:
        beside.threads.release_on_behalf_of(borrower)
    if failure:
        raise failure[0]
    return outcome[0]


async def _wait(ended: anyio.Event, tick: Callable[[], None] | None) -> None:
    if tick is None:
        await ended.wait()
        return
    while not ended.is_set():
        with anyio.move_on_after(INTERVAL):
            await ended.wait()
        tick()


async def bridged(
    run: Callable[[Callable[[], Bridge]], Awaitable[T]], session: Callable[[], AsyncSession]
) -> T:
    """Run something with bridges from worker threads into this loop."""
    outcome: list[T] = []
    failure: list[BaseException] = []
    loop_thread = threading.get_ident()
    async with BlockingPortal() as portal:
        try:
            outcome.append(await run(lambda: Bridge(portal, session(), loop_thread)))
        except BaseException as error:  # raised below, or the portal's group would wrap it
            failure.append(error)
    if failure:
        raise failure[0]
    return outcome[0]


class Bridge:
    """Lets a worker thread talk through an ``httpx.AsyncClient`` of the caller's, in its loop.

    Args:
        portal: The way into the loop.
        session: Does the talking there.
        loop_thread: The loop's thread.
    """

    def __init__(self, portal: BlockingPortal, session: AsyncSession, loop_thread: int) -> None:
        self._portal = portal
        self._session = session
        self._loop_thread = loop_thread
        self._scope: anyio.CancelScope | None = None
        self._aborted = False

    def perform(self, effect: Effect) -> Any:
        """Do one thing and return what came of it."""
        return self._portal.call(self._perform, effect)

    async def _perform(self, effect: Effect) -> Any:
        # Shielded: what is cancelled is the download as a whole, which then calls `abort`.
        with anyio.CancelScope(shield=True) as scope:
            if not self._aborted:
                self._scope = scope
                return await self._session.perform(effect)
        raise errors.APIConnectionError(
            "the download was broken off.", operation="receive", sent=True, retryable=False
        )

    def abort(self) -> None:
        """Break off what is being done, and whatever would come next."""
        self._aborted = True
        if threading.get_ident() == self._loop_thread:
            self._cancel()
        else:
            with suppress(RuntimeError):  # the loop is gone
                self._portal.call(self._cancel)

    def _cancel(self) -> None:
        if self._scope is not None:
            self._scope.cancel()

    def close(self) -> None:
        """Close what was left open."""
        with suppress(RuntimeError):
            self._portal.call(self._aclose)

    async def _aclose(self) -> None:
        with anyio.CancelScope(shield=True):
            await self._session.aclose()

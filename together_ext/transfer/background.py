"""Running what blocks beside an event loop: in a worker thread, cancellable at any moment.

httpx's ``AsyncClient`` costs three times a thread's CPU for the same bytes (measured), so a
download in an event loop is the same engine as without one. The loop only waits: for the end, and,
where someone listens, for the next time to tell the progress, which is told in its own thread.
"""

from __future__ import annotations

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

if TYPE_CHECKING:
    from ..http import AsyncSession

T = TypeVar("T")

# Threads for all downloads of one event loop, beside those that helpers of one download run in.
# More cost memory and switches and bring nothing (8 saturate two cores); fewer would let a slow
# server hold up the rest. Not anyio's own limit, which the caller's code lives on.
MAX_THREADS = 32

_limiter: anyio.lowlevel.RunVar[anyio.CapacityLimiter] = anyio.lowlevel.RunVar(
    "together_ext_downloads"
)


def _threads() -> anyio.CapacityLimiter:
    try:
        return _limiter.get()
    except LookupError:
        limiter = anyio.CapacityLimiter(MAX_THREADS)
        _limiter.set(limiter)
        return limiter


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
    limiter, borrower = _threads(), object()

    async def work() -> None:
        with anyio.CancelScope(shield=True):
            try:
                # A limit of its own for each: the place among all was taken before.
                one = anyio.CapacityLimiter(1)
                outcome.append(await anyio.to_thread.run_sync(function, limiter=one))
            except BaseException as error:
                failure.append(error)
            finally:
                ended.set()

    await limiter.acquire_on_behalf_of(borrower)
    try:
        async with anyio.create_task_group() as group:
            group.start_soon(work)
            try:
                await _wait(ended, tick)
            except BaseException as error:
                stop()
                failure.insert(0, error)
    finally:
        limiter.release_on_behalf_of(borrower)
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

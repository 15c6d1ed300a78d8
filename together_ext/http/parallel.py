"""Flows side by side: in threads, or as tasks of an event loop."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

import anyio

from ..flow import AsyncPerformer, Flow, Parallel, Performer, arun, run

# Seconds between ticks; the meter behind them tells as often.
_TICK = 0.1


class _Breakable(Performer, Protocol):
    def abort(self) -> None: ...
    def __enter__(self) -> Performer: ...
    def __exit__(self, *raised: Any) -> None: ...


def abreast(
    effect: Parallel, open_session: Callable[[], _Breakable], go_on: Callable[[], None]
) -> None:
    """Run flows in threads of their own.

    Args:
        effect: The flows.
        open_session: Makes a session for one thread.
        go_on: Raises where the session that waits for them was broken off.
    """
    lock = threading.Lock()
    sessions = [open_session() for _ in range(effect.width)]
    failures: list[BaseException] = []
    ended = False

    def end(failure: BaseException | None = None) -> None:
        nonlocal ended
        with lock:
            if ended:
                return  # what fails now was broken off
            ended = True
        if failure is not None:
            failures.append(failure)
        for session in sessions:
            session.abort()

    def take() -> Flow[None] | None:
        with lock:
            return None if ended else next(effect.flows, None)

    def work(session: _Breakable) -> None:
        try:
            with session:
                while (flow := take()) is not None:
                    run(flow, session)
        except BaseException as error:
            end(error)

    with ThreadPoolExecutor(effect.width, thread_name_prefix="together_ext") as pool:
        try:
            under_way = {pool.submit(work, session) for session in sessions}
            while under_way:
                _, under_way = wait(under_way, _TICK, FIRST_COMPLETED)
                go_on()
                effect.tick()
        except BaseException:  # Ctrl-C too, and a callback that raises
            end()
            raise
    if failures:
        raise failures[0]


async def aabreast(
    effect: Parallel, open_session: Callable[[], AbstractAsyncContextManager[AsyncPerformer]]
) -> None:
    """Run flows as tasks."""
    failures: list[Exception] = []
    working = effect.width

    async def work() -> None:
        nonlocal working
        try:
            async with open_session() as session:
                for flow in effect.flows:
                    await arun(flow, session)
        except Exception as error:
            # Kept here, because a task group would raise a group of them.
            failures.append(error)
        working -= 1
        if failures or not working:
            group.cancel_scope.cancel()

    async def ticking() -> None:
        while True:
            await anyio.sleep(_TICK)
            try:
                effect.tick()
            except Exception as error:
                failures.append(error)
                group.cancel_scope.cancel()

    async with anyio.create_task_group() as group:
        for _ in range(effect.width):
            group.start_soon(work)
        group.start_soon(ticking)
    if failures:
        raise failures[0]
    effect.tick()

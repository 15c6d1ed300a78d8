"""Flows side by side, as tasks of an event loop."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import anyio

from ..flow import AsyncPerformer, Parallel, arun
from .parallel import TICK


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
            await anyio.sleep(TICK)
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

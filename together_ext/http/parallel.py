"""Flows side by side, in threads."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from typing import Any, Protocol

from ..flow import Flow, Parallel, Performer, run

# Seconds between ticks; the meter behind them tells as often.
TICK = 0.1


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
                _, under_way = wait(under_way, TICK, FIRST_COMPLETED)
                go_on()
                effect.tick()
        except BaseException:  # Ctrl-C too, and a callback that raises
            end()
            raise
    if failures:
        raise failures[0]

"""A function that blocks, called beside the event loop, and never left behind.

anyio shields a function in its worker thread from anyio's own cancellation. ``task.cancel()`` of
asyncio it cannot shield from: the await ends, and the function goes on. What it writes to is then
closed, or another's, so its end is waited for here.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

import anyio
import anyio.to_thread

T = TypeVar("T")

# Waiting is for functions that were cancelled, and those take some milliseconds each.
_LOOK_SECONDS = 0.005


async def in_worker(function: Callable[[], T]) -> T:
    """Call a function in a worker thread; when this returns or raises, it is not running.

    Args:
        function: What blocks. It is not called at all where cancellation comes first.

    Returns:
        What it returns.
    """
    lock = threading.Lock()
    begun = abandoned = False
    ended = threading.Event()

    def call() -> T:
        nonlocal begun
        with lock:
            if abandoned:
                raise RuntimeError("cancelled before it began")  # no one is there to see it
            begun = True
        try:
            return function()
        finally:
            ended.set()

    try:
        return await anyio.to_thread.run_sync(call)
    except BaseException:
        with lock:
            abandoned = True
        while begun and not ended.is_set():
            try:
                with anyio.CancelScope(shield=True):
                    await anyio.sleep(_LOOK_SECONDS)
            except anyio.get_cancelled_exc_class():
                pass  # cancelled once more; the one above is raised in any case
        raise

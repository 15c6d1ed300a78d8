"""Doing what a flow asks for where it asks for whole downloads too.

A session does single requests. A download is the engine's, which uses sessions and threads of its
own, so a flow that wants one (a run, for the answers of its jobs) is driven by this.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from ..flow import AsyncPerformer as AsyncSessionLike
from ..flow import Effect, Fetch
from ..flow import Performer as SessionLike
from ..progress import Meter
from .options import STALL_TIMEOUT, Options


class Performer:
    """Does what a flow asks for, in this thread.

    Args:
        session: Does the requests.
        download: Does the downloads.
    """

    def __init__(self, session: SessionLike, download: Callable[[Fetch], object]) -> None:
        self._session = session
        self._download = download

    def perform(self, effect: Effect) -> Any:
        """Do one thing and return what came of it."""
        if isinstance(effect, Fetch):
            return self._download(effect)
        return self._session.perform(effect)


class AsyncPerformer:
    """Does what a flow asks for, in this event loop.

    Args:
        session: Does the requests.
        download: Does the downloads.
    """

    def __init__(
        self, session: AsyncSessionLike, download: Callable[[Fetch], Awaitable[object]]
    ) -> None:
        self._session = session
        self._download = download

    async def perform(self, effect: Effect) -> Any:
        """Do one thing and return what came of it."""
        if isinstance(effect, Fetch):
            return await self._download(effect)
        return await self._session.perform(effect)


def plainly() -> tuple[Options, Meter]:
    """How a flow's downloads are done: as by default, and unseen."""
    return Options(stall_timeout=STALL_TIMEOUT), Meter(None)

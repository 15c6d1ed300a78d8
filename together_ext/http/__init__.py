"""The edge: the one package that talks to servers, and the one place where the key is revealed.

``session`` does what one flow asks for, ``requests`` builds what is sent and reads what comes,
``connections`` owns what sends it, and ``failures`` turns what goes wrong (``faults``) into this
library's errors. Below them: ``pool`` and ``connection``, with ``plain`` for the common exchange
and ``unusual`` for all others (h11); ``streams`` and ``tls`` (the bytes), ``direct`` (the short way
of a large body), ``interrupt`` (breaking off from another thread).

httpx is imported where it is needed and nowhere else, because that costs more than a small
download: for clients and event hooks of the caller's and for mocks (``by_httpx``), for proxies
(``proxied``), for event loops (``async_session``); ``transport`` is its door to our connections.
Everything that decides anything is elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .connections import Connections, check_client
from .requests import Target
from .session import Session

if TYPE_CHECKING:
    from .async_session import AsyncSession

__all__ = ["AsyncSession", "Connections", "Session", "Target", "check_client"]


def __getattr__(name: str) -> Any:
    if name != "AsyncSession":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from .async_session import AsyncSession

    return AsyncSession

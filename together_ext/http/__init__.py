"""The edge: the one package that imports httpx, and the one place where the key is revealed.

``connections`` owns the httpx clients, ``requests`` builds what is sent and reads what comes,
``failures`` turns httpx's errors into this library's, and ``session`` does what one flow asks for.
Below them ``transport`` is httpx's door to connections of our own: ``pool`` and ``connection``
(HTTP/1.1 with h11), ``streams`` and ``tls`` (the bytes), ``direct`` (the short way of a large
body), ``interrupt`` (breaking off from another thread), ``proxies`` and ``proxied`` (those of the
environment, through httpcore). Everything
that decides anything is elsewhere.
"""

from . import _lean as _lean  # isort: skip  # before anything that imports httpx
from .connections import Connections, check_client
from .requests import RawResponse, Target
from .session import AsyncSession, Session

__all__ = ["AsyncSession", "Connections", "RawResponse", "Session", "Target", "check_client"]

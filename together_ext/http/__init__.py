"""The edge: the one package that imports httpx, and the one place where the key is revealed.

``connections`` owns the httpx clients, ``requests`` builds what is sent and reads what comes,
``failures`` turns httpx's errors into this library's, and ``session`` does what one flow asks for.
Everything that decides anything is elsewhere.
"""

from .connections import Connections, check_client
from .requests import RawResponse, Target
from .session import AsyncSession, Session

__all__ = ["AsyncSession", "Connections", "RawResponse", "Session", "Target", "check_client"]

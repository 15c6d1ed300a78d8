"""One request and its answer, as a fault sees them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

# The key in scope["state"] under which the server leaves the connection's transport.
TRANSPORT = "emulator.transport"


@dataclass
class Exchange:
    """One request, as a fault sees it."""

    app: ASGIApp
    scope: Scope
    receive: Receive
    send: Send
    locate: Callable[[Scope], str]

    @property
    def transport(self) -> asyncio.Transport:
        """The connection under the request."""
        found = self.scope["state"][TRANSPORT]
        assert isinstance(found, asyncio.Transport)
        return found

    async def act(self, send: Send | None = None) -> None:
        """Let the emulator do its work."""
        await self.app(self.scope, self.receive, send or self.send)

    async def gone(self) -> None:
        """Wait until the connection is closed, so that nothing more is tried on it."""
        while (await self.receive())["type"] != "http.disconnect":
            pass

    async def reply(self, code: int, headers: Mapping[str, str], body: bytes) -> None:
        """Answer without the emulator."""
        fields = {"content-length": str(len(body)), **{k.lower(): v for k, v in headers.items()}}
        await self.send(started(code, fields))
        await self.send({"type": "http.response.body", "body": body})


def started(code: int, headers: Mapping[str, str]) -> Message:
    """Return the message that begins an answer."""
    pairs = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
    return {"type": "http.response.start", "status": code, "headers": pairs}


def altered(headers: Any, changes: Mapping[str, str | None]) -> list[tuple[bytes, bytes]]:
    """Headers with some replaced, added or, where the change is ``None``, removed."""
    names = {name.lower().encode("latin-1") for name in changes}
    kept = [(name, value) for name, value in headers if name.lower() not in names]
    for name, value in changes.items():
        if value is not None:
            kept.append((name.lower().encode("latin-1"), value.encode("latin-1")))
    return kept

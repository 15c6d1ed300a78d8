"""What surrounds every request on both origins: an id, an entry in the books, a fault if due."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from together_ext.emulator.bending import apply
from together_ext.emulator.books import Books
from together_ext.emulator.exchange import Exchange
from together_ext.emulator.faults import Faults

ADMIN = "/_emulator/"


def plain(path: str) -> str:
    """A path without the ``/v1`` it may come with."""
    return path[3:] if path.startswith("/v1/") else path


class Frame:
    """Wraps one origin's application.

    Args:
        app: The application.
        origin: ``api`` or ``storage``.
        templates: The routes' path templates, to name operations by.
        books: Where requests are noted.
        faults: What is to go wrong.
        locate: A presigned URL for the file that a request is about.
    """

    def __init__(
        self,
        app: ASGIApp,
        origin: str,
        templates: Iterable[str],
        books: Books,
        faults: Faults,
        locate: Callable[[Scope], str],
    ) -> None:
        self._app = app
        self._origin = origin
        self._books = books
        self._faults = faults
        self._locate = locate
        # The literal ones first: /files/upload is not the file named upload.
        ordered = sorted(set(templates), key=lambda template: template.count("{"))
        self._names = [(re.compile(re.sub(r"\{\w+\}", "[^/]+", t)), t) for t in ordered]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            return
        path, method = plain(scope["path"]), scope["method"]
        request_id = f"emu-{uuid.uuid4().hex}"
        watch = _Watch(receive, send, request_id)
        if path.startswith(ADMIN):
            await self._app(scope, watch.receive, watch.send)
            return
        fault = self._faults.take(method, path)
        operation = f"{method} {self._name(path)}"
        seq = self._books.begin(self._origin, path, operation, scope, request_id)
        try:
            if fault is None:
                await self._app(scope, watch.receive, watch.send)
            else:
                await apply(
                    fault, Exchange(self._app, scope, watch.receive, watch.send, self._locate)
                )
        finally:
            self._books.finish(seq, watch.status, watch.received, fault.kind if fault else None)

    def _name(self, path: str) -> str:
        for pattern, template in self._names:
            if pattern.fullmatch(path):
                return template
        return "unknown"


class _Watch:
    """The two ends of a request, with a count on one and the request's id on the other."""

    def __init__(self, receive: Receive, send: Send, request_id: str) -> None:
        self._receive = receive
        self._send = send
        self._id = request_id.encode()
        self.received = 0
        self.status: int | None = None

    async def receive(self) -> Message:
        message = await self._receive()
        self.received += len(message.get("body", b""))
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = [*message["headers"], (b"x-request-id", self._id)]
            message = {**message, "headers": headers}
        await self._send(message)

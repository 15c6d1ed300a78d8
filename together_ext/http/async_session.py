"""Doing what one flow asks for in an event loop, by httpx's ``AsyncClient``."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, aclosing
from functools import partial
from types import TracebackType
from typing import Any

import anyio

from ..errors import APIConnectionError
from ..flow import Body, Close, Effect, Parallel, Receive, Reply, Send, Sleep, Undo, Work, arun
from . import by_httpx
from .abreast import aabreast
from .connections import Connections
from .decoding import Decoder
from .failures import failures, read_before, translate
from .requests import Target, check_sent, whole_url
from .worker import in_worker

# Handing a worker thread less than this costs more than the write it does.
_ASYNC_WRITE_BYTES = 256 * 1024


class AsyncSession:
    """Does what one flow asks for, in this event loop (asyncio or trio)."""

    def __init__(self, connections: Connections, target: Target) -> None:
        self._connections = connections
        self._target = target
        self._open = AsyncExitStack()

    async def __aenter__(self) -> AsyncSession:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close what the flow left open."""
        await self._open.aclose()

    async def perform(self, effect: Effect) -> Any:
        """Do one thing and return what came of it."""
        if isinstance(effect, Send):
            return await self._send(effect)
        if isinstance(effect, Receive):
            return await self._receive(effect)
        if isinstance(effect, Close):
            return await by_httpx.response(effect.reply).aclose()
        if isinstance(effect, Sleep):
            return await anyio.sleep(effect.seconds)
        if isinstance(effect, Parallel):
            return await aabreast(effect, lambda: AsyncSession(self._connections, self._target))
        if isinstance(effect, Undo):
            with anyio.move_on_after(effect.seconds, shield=True):
                await arun(effect.flow, self)
            return None
        if isinstance(effect, Work):
            return await in_worker(effect.function)
        raise TypeError(f"a session does no {type(effect).__name__}")

    async def _send(self, effect: Send) -> Reply:
        client = self._connections.asynchronous()
        content = None if effect.body is None else aoutgoing(effect.body)
        try:
            request = by_httpx.build(client, effect, self._target, content)
            raw = await client.send(request, stream=True, auth=None, follow_redirects=False)
            if effect.stream and raw.is_success:
                self._open.push_async_callback(raw.aclose)
                return by_httpx.read_reply(raw, self._target, None)
            async with aclosing(raw):
                if raw.is_success:
                    check_sent(content)
                whole = raw.is_success and not effect.presigned
                body = await raw.aread() if whole else await by_httpx.aexcerpt(raw)
            return by_httpx.read_reply(raw, self._target, body)
        except failures() as error:
            url = whole_url(effect, self._target)
            raise translate(error, effect.operation, url, self._target.key) from error
        finally:
            if content is not None:
                await content.aclose()  # an answer may come before the body is sent to its end

    async def _receive(self, effect: Receive) -> None:
        pending = bytearray()

        async def flush() -> None:
            data = bytes(pending)
            pending.clear()
            await in_worker(partial(effect.write, data))
            effect.advance(len(data))

        try:
            async with aclosing(self.body(effect.reply, effect.decode)) as chunks:
                async for chunk in chunks:
                    pending += chunk
                    if len(pending) >= _ASYNC_WRITE_BYTES:
                        await flush()
        except APIConnectionError:
            if pending:  # what came before the cut can be gone on from
                await flush()
            raise
        if pending:
            await flush()

    async def body(self, reply: Reply, decode: bool) -> AsyncGenerator[bytes, None]:
        """Iterate over the body of a streamed reply, with this library's errors."""
        if reply.read:
            yield read_before(reply, decode)
            return
        raw = by_httpx.response(reply)
        try:
            decoder = Decoder(raw.headers.get("content-encoding", "")) if decode else None
            async for chunk in raw.aiter_raw():
                if decoder is None:
                    yield chunk
                    continue
                for piece in decoder.feed(chunk):
                    yield piece
            if decoder is not None:
                decoder.finish()
        except failures() as error:
            raise translate(error, "receive", reply.whole_url, self._target.key) from error


async def aoutgoing(body: Body) -> AsyncGenerator[bytes, None]:
    """Give the bytes of a body once, read out of the event loop's way."""
    chunks = body.chunks()
    while chunk := await in_worker(partial(next, chunks, b"")):
        yield chunk
        body.advance(len(chunk))

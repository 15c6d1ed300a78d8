"""Doing what one flow asks for, and closing what it left open."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Iterator
from contextlib import AsyncExitStack, ExitStack, aclosing, closing
from types import TracebackType
from typing import Any

import anyio
import anyio.to_thread

from ..flow import Close, Effect, Receive, Reply, Send, Sleep
from .connections import Connections
from .failures import FAILURES, translate
from .requests import Target, aexcerpt, aoutgoing, build, excerpt, outgoing, read_reply

# Handing a worker thread less than this costs more than the write it does.
_ASYNC_WRITE_BYTES = 256 * 1024


class Session:
    """Does what one flow asks for, in this thread."""

    def __init__(self, connections: Connections, target: Target) -> None:
        self._connections = connections
        self._target = target
        self._open = ExitStack()

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close what the flow left open."""
        self._open.close()

    def perform(self, effect: Effect) -> Any:
        """Do one thing and return what came of it."""
        if isinstance(effect, Send):
            return self._send(effect)
        if isinstance(effect, Receive):
            return self._receive(effect)
        if isinstance(effect, Close):
            return effect.reply.raw.close()
        if isinstance(effect, Sleep):
            return time.sleep(effect.seconds)
        return effect.function()

    def _send(self, effect: Send) -> Reply:
        client = self._connections.sync()
        content = None if effect.body is None else outgoing(effect.body)
        request = build(client, effect, self._target, content)
        try:
            raw = client.send(request, stream=True, auth=None, follow_redirects=False)
            if effect.stream and raw.is_success:
                self._open.callback(raw.close)
                return read_reply(raw, self._target, b"")
            with closing(raw):
                body = raw.read() if raw.is_success else excerpt(raw)
            return read_reply(raw, self._target, body)
        except FAILURES as error:
            raise translate(error, effect.operation, request, self._target.key) from error
        finally:
            if content is not None:
                content.close()  # an answer may come before the body is sent to its end

    def _receive(self, effect: Receive) -> None:
        for chunk in self.body(effect.reply, effect.decode):
            effect.write(chunk)
            effect.advance(len(chunk))

    def body(self, reply: Reply, decode: bool) -> Iterator[bytes]:
        """Iterate over the body of a streamed reply, with this library's errors."""
        raw = reply.raw
        try:
            yield from raw.iter_bytes() if decode else raw.iter_raw()
        except FAILURES as error:
            raise translate(error, "receive", raw.request, self._target.key) from error


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
            return await effect.reply.raw.aclose()
        if isinstance(effect, Sleep):
            return await anyio.sleep(effect.seconds)
        return await anyio.to_thread.run_sync(effect.function)

    async def _send(self, effect: Send) -> Reply:
        client = self._connections.asynchronous()
        content = None if effect.body is None else aoutgoing(effect.body)
        request = build(client, effect, self._target, content)
        try:
            raw = await client.send(request, stream=True, auth=None, follow_redirects=False)
            if effect.stream and raw.is_success:
                self._open.push_async_callback(raw.aclose)
                return read_reply(raw, self._target, b"")
            async with aclosing(raw):
                body = await raw.aread() if raw.is_success else await aexcerpt(raw)
            return read_reply(raw, self._target, body)
        except FAILURES as error:
            raise translate(error, effect.operation, request, self._target.key) from error
        finally:
            if content is not None:
                await content.aclose()  # an answer may come before the body is sent to its end

    async def _receive(self, effect: Receive) -> None:
        pending = bytearray()

        async def flush() -> None:
            data = bytes(pending)
            pending.clear()
            await anyio.to_thread.run_sync(effect.write, data)
            effect.advance(len(data))

        async with aclosing(self.body(effect.reply, effect.decode)) as chunks:
            async for chunk in chunks:
                pending += chunk
                if len(pending) >= _ASYNC_WRITE_BYTES:
                    await flush()
        if pending:
            await flush()

    async def body(self, reply: Reply, decode: bool) -> AsyncGenerator[bytes, None]:
        """Iterate over the body of a streamed reply, with this library's errors."""
        raw = reply.raw
        try:
            async for chunk in raw.aiter_bytes() if decode else raw.aiter_raw():
                yield chunk
        except FAILURES as error:
            raise translate(error, "receive", raw.request, self._target.key) from error

"""Doing what one flow asks for, and closing what it left open."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator
from contextlib import AsyncExitStack, ExitStack, aclosing, closing
from functools import partial
from types import TracebackType
from typing import Any

import anyio
import anyio.to_thread
import httpx

from ..errors import APIConnectionError
from ..flow import (
    Buffer,
    Close,
    Effect,
    Parallel,
    Receive,
    Reply,
    Send,
    Sleep,
    Undo,
    Work,
    arun,
    run,
)
from . import direct
from .connections import Connections
from .decoding import Decoder
from .failures import FAILURES, broken_off, translate
from .interrupt import Interrupt, shut_down, watched
from .parallel import aabreast, abreast
from .requests import Target, aexcerpt, aoutgoing, build, excerpt, outgoing, read_reply
from .worker import in_worker

# Handing a worker thread less than this costs more than the write it does.
_ASYNC_WRITE_BYTES = 256 * 1024


class Session:
    """Does what one flow asks for, in this thread.

    :meth:`abort` may be called in any other thread.
    """

    def __init__(self, connections: Connections, target: Target) -> None:
        self._connections = connections
        self._target = target
        self._open = ExitStack()
        self._interrupt = Interrupt()
        self._reading: list[httpx.Response] = []

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

    def abort(self) -> None:
        """Break off, from another thread, what is being done here, and whatever would come next.

        A request that waits, for a connection or for bytes, ends at once in an
        ``APIConnectionError`` that is not to be repeated; only the look-up of a host's name goes
        on. With an ``http_client`` of the caller's own the same holds for bodies. Not undone: a
        session serves one flow.
        """
        self._interrupt.trigger()
        for raw in list(self._reading):
            stream = raw.extensions.get("network_stream")
            sock = None if stream is None else stream.get_extra_info("socket")
            if sock is not None:
                shut_down(sock)

    def perform(self, effect: Effect) -> Any:
        """Do one thing and return what came of it."""
        if isinstance(effect, Send):
            return self._send(effect)
        if isinstance(effect, Receive):
            return self._receive(effect)
        if isinstance(effect, Close):
            return effect.reply.raw.close()
        if isinstance(effect, Sleep):
            return self._interrupt.sleep(effect.seconds)
        if isinstance(effect, Parallel):
            return abreast(
                effect,
                lambda: Session(self._connections, self._target),
                lambda: self._go_on("parallel"),
            )
        if isinstance(effect, Undo):
            return run(effect.flow, self)
        if isinstance(effect, Work):
            return effect.function()
        raise TypeError(f"a session does no {type(effect).__name__}")

    def _send(self, effect: Send) -> Reply:
        client = self._connections.sync()
        plain = self._connections.plain()
        content = (
            None
            if effect.body is None
            else outgoing(effect.body, partial(self._go_on, effect.operation))
        )
        defaults = None if plain is None else plain.headers
        request = build(client, effect, self._target, content, defaults=defaults)
        try:
            with watched(self._interrupt):
                self._go_on(effect.operation)
                if plain is None:
                    raw = client.send(request, stream=True, auth=None, follow_redirects=False)
                else:
                    raw = plain.transport.handle_request(request)
                    raw.request = request
                if effect.stream and raw.is_success:
                    self._open.callback(raw.close)
                    self._reading.append(raw)
                    return read_reply(raw, self._target, b"")
                with closing(raw):
                    body = raw.read() if raw.is_success else excerpt(raw)
                return read_reply(raw, self._target, body)
        except FAILURES as error:
            raise self._failure(error, effect.operation, request) from error
        finally:
            if content is not None:
                content.close()  # an answer may come before the body is sent to its end

    def _receive(self, effect: Receive) -> None:
        reply = effect.reply
        size = None if effect.decode else direct.length(reply.raw)
        if size is None:
            for chunk in self.body(reply, effect.decode):
                effect.write(chunk)
                effect.advance(len(chunk))
            return
        reply.direct = 0

        def write(data: Buffer) -> None:
            reply.direct = (reply.direct or 0) + len(data)
            effect.write(data)
            effect.advance(len(data))

        try:
            with watched(self._interrupt):
                self._go_on("receive")
                direct.receive(reply.raw, size, write, effect.room)
        except FAILURES as error:
            raise self._failure(error, "receive", reply.raw.request) from error

    def body(self, reply: Reply, decode: bool) -> Iterator[bytes]:
        """Iterate over the body of a streamed reply, with this library's errors."""
        raw = reply.raw
        try:
            decoder = Decoder(raw.headers.get("content-encoding", "")) if decode else None
            chunks = raw.iter_raw()
            while True:
                with watched(self._interrupt):
                    self._go_on("receive")
                    chunk = next(chunks, None)
                if chunk is None:
                    break
                if decoder is None:
                    yield chunk
                else:
                    yield from decoder.feed(chunk)
            if decoder is not None:
                decoder.finish()
        except FAILURES as error:
            raise self._failure(error, "receive", raw.request) from error

    def _go_on(self, operation: str) -> None:
        if self._interrupt.triggered:
            raise broken_off(operation)

    def _failure(
        self, error: Exception, operation: str, request: httpx.Request
    ) -> APIConnectionError:
        if self._interrupt.triggered:
            return broken_off(operation)
        return translate(error, operation, request, self._target.key)


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
        raw = reply.raw
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
        except FAILURES as error:
            raise translate(error, "receive", raw.request, self._target.key) from error

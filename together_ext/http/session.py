"""Doing what one flow asks for, and closing what it left open."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import ExitStack, closing
from functools import partial
from typing import TYPE_CHECKING, Any

from ..errors import APIConnectionError
from ..flow import Buffer, Close, Effect, Parallel, Receive, Reply, Send, Sleep, Undo, Work, run
from . import direct
from .connections import Connections
from .decoding import Decoder
from .failures import broken_off, failures, read_before, translate
from .interrupt import Interrupt, shut_down, watched
from .requests import Target, build, check_sent, excerpt, outgoing, read_reply, whole_url

if TYPE_CHECKING:
    from types import TracebackType

    from .answer import RawResponse
    from .pool import Pool


class Session:
    """Does what one flow asks for, in this thread.

    :meth:`abort` may be called in any other thread.
    """

    def __init__(self, connections: Connections, target: Target) -> None:
        self._connections = connections
        self._target = target
        self._open = ExitStack()
        self._interrupt = Interrupt()
        self._reading: list[RawResponse] = []

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
            # One that is closed has given its connection back, and another may be using it.
            stream = None if raw.is_closed else raw.extensions.get("network_stream")
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
            from .parallel import abreast

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
        content = (
            None
            if effect.body is None
            else outgoing(effect.body, partial(self._go_on, effect.operation))
        )
        pool = self._connections.pool()
        try:
            if pool is None:
                return self._send_by_httpx(effect, content)
            return self._send_plainly(effect, content, pool)
        except failures() as error:
            raise self._failure(error, effect.operation, whole_url(effect, self._target)) from error
        finally:
            if content is not None:
                content.close()  # an answer may come before the body is sent to its end

    def _send_plainly(
        self, effect: Send, content: Generator[bytes, None, None] | None, pool: Pool
    ) -> Reply:
        request = build(effect, self._target, content)
        with watched(self._interrupt):
            self._go_on(effect.operation)
            answer = pool.send(request)
            if effect.stream and answer.is_success:
                self._open.callback(answer.close)
                self._reading.append(answer)
            else:
                with closing(answer):
                    if answer.is_success:
                        check_sent(content)
                    if answer.is_success and not effect.presigned:
                        answer.read()
                    else:  # of a storage's own words, too, the beginning says all that matters
                        excerpt(answer)
            return read_reply(answer, self._target)

    def _send_by_httpx(self, effect: Send, content: Generator[bytes, None, None] | None) -> Reply:
        from . import by_httpx

        client = self._connections.sync()
        request = by_httpx.build(client, effect, self._target, content)
        with watched(self._interrupt):
            self._go_on(effect.operation)
            raw = by_httpx.send(client, request)
            if effect.stream and raw.is_success:
                self._open.callback(raw.close)
                self._reading.append(raw)
                return by_httpx.read_reply(raw, self._target, None)
            with closing(raw):
                if raw.is_success:
                    check_sent(content)
                whole = raw.is_success and not effect.presigned
                body = raw.read() if whole else by_httpx.excerpt(raw)
            return by_httpx.read_reply(raw, self._target, body)

    def _receive(self, effect: Receive) -> None:
        reply = effect.reply
        size = None if effect.decode or reply.read else direct.length(reply.raw)
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
        except failures() as error:
            raise self._failure(error, "receive", reply.whole_url) from error

    def body(self, reply: Reply, decode: bool) -> Iterator[bytes]:
        """Iterate over the body of a streamed reply, with this library's errors."""
        if reply.read:
            yield read_before(reply, decode)
            return
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
        except failures() as error:
            raise self._failure(error, "receive", reply.whole_url) from error

    def _go_on(self, operation: str) -> None:
        if self._interrupt.triggered:
            raise broken_off(operation)

    def _failure(self, error: Exception, operation: str, url: str) -> APIConnectionError:
        if self._interrupt.triggered:
            return broken_off(operation)
        return translate(error, operation, url, self._target.key)

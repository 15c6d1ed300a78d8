# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
"""Answers that are used while they come: bytes and events, never held as a whole.

Each is a context manager, because leaving it is what closes the connection.
"""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Collection, Iterator
from contextlib import aclosing, asynccontextmanager, contextmanager
from typing import Any, Generic, TypeVar, cast

import httpx

from .answers import media_type, unreadable
from .client import Client
from .errors import (
    APIError,
    ErrorEvent,
    IncompleteStream,
    UnexpectedStatus,
    request_id_of,
    status_error,
)
from .reading import read
from .redact import excerpt
from .request import for_async
from .sse import EventParser, ServerSentEvent

T = TypeVar("T")
Parse = Callable[..., Any]

EVENT_STREAM = "text/event-stream"
_ERROR_BYTES = 64 * 1024  # of an error's body; what is documented has some hundred


class _Head:
    """What is known of an answer before its body."""

    def __init__(self, response: httpx.Response) -> None:
        self._response = response
        self.status_code = response.status_code
        self.headers = response.headers

    def __repr__(self) -> str:
        return f"{type(self).__name__}(status_code={self.status_code})"

    @property
    def request_id(self) -> str | None:
        """What to name to those who run the server."""
        return request_id_of(self.headers)


class ByteStream(_Head):
    """A body, to be iterated over once."""

    def __iter__(self) -> Iterator[bytes]:
        return self._response.iter_bytes()


class AsyncByteStream(_Head):
    """A body, to be iterated over once."""

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._response.aiter_bytes()


class _Events(_Head, Generic[T]):
    def __init__(
        self,
        response: httpx.Response,
        as_: Any,
        error_as: Any,
        sentinel: bool,
        max_event_bytes: int,
    ) -> None:
        super().__init__(response)
        self._as, self._error_as, self._sentinel = as_, error_as, sentinel
        self._parser = EventParser(max_event_bytes)
        self._done = False

    def _read(self, chunk: bytes) -> Iterator[T]:
        for event in self._parser.feed(chunk):
            if event.data == "[DONE]":
                self._done = True
                return
            yield self._parse(event)

    def _parse(self, event: ServerSentEvent) -> T:
        try:
            data = json.loads(event.data)
        except (ValueError, RecursionError) as error:
            if event.event == "error":
                raise ErrorEvent(event.data, request_id=self.request_id) from None
            if self._as is str:
                data = event.data
            else:
                shown = excerpt(event.data.encode("utf-8", "replace"))
                raise unreadable(
                    self._response, f"has an event that is not JSON ({error}): {shown}"
                ) from None
        if event.event == "error" or (isinstance(data, dict) and data.get("error")):
            parsed = read(self._error_as, data)
            raise ErrorEvent(data, parsed, self.request_id or _own_request_id(data))
        found: T = read(self._as, event.data if self._as is str else data)
        return found

    def _end(self) -> None:
        if self._sentinel and not self._done:
            raise IncompleteStream("the stream ended without [DONE]: what came may not be all")


class EventStream(_Events[T]):
    """Typed events, to be iterated over once."""

    def __iter__(self) -> Iterator[T]:
        for chunk in self._response.iter_bytes():
            yield from self._read(chunk)
            if self._done:
                return
        self._end()


class AsyncEventStream(_Events[T]):
    """Typed events, to be iterated over once."""

    async def __aiter__(self) -> AsyncIterator[T]:
        async with aclosing(_chunks(self._response)) as chunks:
            async for chunk in chunks:
                for event in self._read(chunk):
                    yield event
                if self._done:
                    return
        self._end()


class Promise:
    """What an operation says of its streams.

    Attributes:
        statuses: Those whose body is streamed.
        parse: What makes something of the others, as `_parse_response` does.
        media: The types that a streamed body can have; empty if any will do.
    """

    def __init__(self, statuses: Collection[int], parse: Parse, *media: str) -> None:
        self.statuses = statuses
        self.parse = parse
        self.media = media

    def check(self, response: httpx.Response) -> bool:
        """Whether the body can be streamed; False if it is that of an error.

        Raises:
            UnreadableAnswer: If it is a success of another type.
        """
        if response.status_code not in self.statuses:
            return False
        found = media_type(response)
        if (found == EVENT_STREAM) != (EVENT_STREAM in self.media) and found:
            raise unreadable(response, f"is {found[:60]}, which is not what was asked for")
        return True

    def refusal(self, client: Client, response: httpx.Response, body: bytes) -> APIError:
        """The error that belongs to an answer that is not to be streamed."""
        status, headers = response.status_code, response.headers
        # Unpacked already: what said how it was packed does not belong to it any more.
        told = {
            k: v
            for k, v in headers.items()
            if k not in ("content-encoding", "content-length", "transfer-encoding")
        }
        whole = httpx.Response(status, headers=told, content=body)
        if status < 400:
            return UnexpectedStatus(status, body, headers=headers)
        return status_error(
            status, body, headers=headers, parsed=self.parse(client=client, response=whole)
        )


@contextmanager
def open_bytes(client: Client, kwargs: dict[str, Any], promise: Promise) -> Iterator[ByteStream]:
    """Ask, and give the body while it comes."""
    with _opened(client, kwargs, promise) as response:
        yield ByteStream(response)


@asynccontextmanager
async def aopen_bytes(
    client: Client, kwargs: dict[str, Any], promise: Promise
) -> AsyncIterator[AsyncByteStream]:
    """`open_bytes`, to be awaited."""
    async with _aopened(client, kwargs, promise) as response:
        yield AsyncByteStream(response)


@contextmanager
def open_events(
    client: Client, kwargs: dict[str, Any], promise: Promise, *how: Any
) -> Iterator[EventStream[Any]]:
    """Ask, and give the events while they come."""
    with _opened(client, kwargs, promise) as response:
        yield EventStream(response, *how)


@asynccontextmanager
async def aopen_events(
    client: Client, kwargs: dict[str, Any], promise: Promise, *how: Any
) -> AsyncIterator[AsyncEventStream[Any]]:
    """`open_events`, to be awaited."""
    async with _aopened(client, kwargs, promise) as response:
        yield AsyncEventStream(response, *how)


@contextmanager
def _opened(client: Client, kwargs: dict[str, Any], promise: Promise) -> Iterator[httpx.Response]:
    with client.get_httpx_client().stream(**kwargs) as response:
        if not promise.check(response):
            body = bytearray()
            for chunk in response.iter_bytes():
                body += chunk
                if len(body) >= _ERROR_BYTES:
                    break
            raise promise.refusal(client, response, bytes(body[:_ERROR_BYTES]))
        yield response


@asynccontextmanager
async def _aopened(
    client: Client, kwargs: dict[str, Any], promise: Promise
) -> AsyncIterator[httpx.Response]:
    async with client.get_async_httpx_client().stream(**for_async(kwargs)) as response:
        if not promise.check(response):
            body = bytearray()
            async with aclosing(_chunks(response)) as chunks:
                async for chunk in chunks:
                    body += chunk
                    if len(body) >= _ERROR_BYTES:
                        break
            raise promise.refusal(client, response, bytes(body[:_ERROR_BYTES]))
        yield response


def _chunks(response: httpx.Response) -> AsyncGenerator[bytes, None]:
    # A generator, though httpx declares no more than an AsyncIterator, which has no aclose().
    return cast("AsyncGenerator[bytes, None]", response.aiter_bytes())


def _own_request_id(data: dict[str, Any]) -> str | None:
    found = data.get("request_id")
    return found if isinstance(found, str) else None


__all__ = [
    "EVENT_STREAM",
    "AsyncByteStream",
    "AsyncEventStream",
    "ByteStream",
    "EventStream",
    "Promise",
    "aopen_bytes",
    "aopen_events",
    "open_bytes",
    "open_events",
]

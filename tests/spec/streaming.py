"""What the tests of streams share: bodies that come in pieces, and two ways to open them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from importlib import import_module
from typing import Any

import httpx
from together_openapi import models as m
from together_openapi.api.chat import create_chat_completion

BODY = m.ChatCompletionRequest(model="m", messages=[m.UserMessage(role="user", content="?")])
EVENTS = {"content-type": "text/event-stream; charset=utf-8", "x-request-id": "req-1"}
DONE = b"data: [DONE]\n\n"


class Body(httpx.SyncByteStream, httpx.AsyncByteStream):
    """Chunks, and how many of them were taken; closed or not."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self.chunks, self.taken, self.closed = chunks, 0, False

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self.chunks:
            self.taken += 1
            yield chunk

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self:
            yield chunk

    def close(self) -> None:
        self.closed = True

    async def aclose(self) -> None:
        self.closed = True


class Use:
    """Open a stream of an operation in one of two ways, and make a list of what comes."""

    def __init__(self, flavour: str) -> None:
        self.flavour = flavour
        self.request = httpx.Request("GET", "https://nobody.test")

    def __call__(
        self,
        operation: Any,
        kind: str,
        answer: httpx.Response,
        *,
        first: int = -1,
        **arguments: Any,
    ) -> list[Any]:
        """Take up to ``first`` items."""

        def handle(request: httpx.Request) -> httpx.Response:
            self.request = request
            return answer

        package = operation.__name__.partition(".")[0]
        client = import_module(f"{package}.client").Client(
            "https://api.test/v1", httpx_args={"transport": httpx.MockTransport(handle)}
        )
        opened = getattr(operation, f"{self.flavour}_{kind}")(client=client, **arguments)
        take = self.take if self.flavour == "sync" else self.atake
        found: list[Any] = []
        result = take(opened, found, first)
        if result is not None:
            asyncio.run(result)
        return found

    @staticmethod
    def take(opened: Any, found: list[Any], first: int) -> None:
        with opened as stream:
            for item in stream:
                found.append(item)
                if len(found) == first:
                    break

    @staticmethod
    async def atake(opened: Any, found: list[Any], first: int) -> None:
        async with opened as stream:
            async for item in stream:
                found.append(item)
                if len(found) == first:
                    break


def chunk(text: str, **more: Any) -> bytes:
    choice = {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": None}
    data = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", **more}
    return b"data: " + json.dumps({**data, "choices": [choice]}).encode() + b"\n\n"


def answer(*chunks: bytes, status: int = 200, headers: Any = EVENTS) -> httpx.Response:
    return streamed(iter(chunks), status, headers)


def streamed(chunks: Iterator[bytes], status: int, headers: Any) -> httpx.Response:
    body = Body(chunks)
    return httpx.Response(status, headers=headers, stream=body, extensions={"body": body})


def chat(use: Use, response: httpx.Response, **arguments: Any) -> list[Any]:
    return use(create_chat_completion, "events", response, body=BODY, **arguments)

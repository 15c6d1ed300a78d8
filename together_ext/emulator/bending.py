"""How each kind of fault bends one answer. What they are for is told in faults.py."""

from __future__ import annotations

import asyncio
import json
import zlib
from collections.abc import Awaitable, Callable
from contextlib import suppress
from email.utils import formatdate
from http import HTTPStatus
from typing import Any

from starlette.types import Message

from together_ext.emulator.exchange import Exchange, altered
from together_ext.emulator.faults import Fault
from together_ext.emulator.shapes import ApiError, dump

# The key in scope["state"] under which a fault says how a new job is to go.
JOB = "emulator.job"


class _Cut(BaseException):
    """Ends the application's answer early. Not an Exception: no handler on the way may eat it."""


async def apply(fault: Fault, exchange: Exchange) -> None:
    """Answer one request the way the fault says."""
    await _KINDS[fault.kind](exchange, fault.parameters)


async def _nothing(message: Message) -> None:
    pass


async def _status(exchange: Exchange, given: dict[str, Any]) -> None:
    if given["act"]:
        await exchange.act(_nothing)
    body = given["body"]
    if body == "":
        message = "The emulator was told to fail here."
        body = ApiError(given["code"], message, code="emulator_fault").body()
    raw = body.encode() if isinstance(body, str) else dump(body)
    default = "text/plain" if isinstance(body, str) else "application/json"
    headers = {"content-type": given["content_type"] or default, **given["headers"]}
    await exchange.reply(given["code"], headers, raw)


async def _html(exchange: Exchange, given: dict[str, Any]) -> None:
    headers = {"content-type": "text/html; charset=utf-8"}
    await exchange.reply(200, headers, given["body"].encode())


async def _redirect(exchange: Exchange, given: dict[str, Any]) -> None:
    location = given["location"]
    if location == "storage":
        location = exchange.locate(exchange.scope)
    await exchange.reply(given["code"], {"location": location}, b"")


async def _drop_before(exchange: Exchange, given: dict[str, Any]) -> None:
    read = 0
    while read < given["read_bytes"]:
        message = await exchange.receive()
        read += len(message.get("body", b""))
        if not message.get("more_body"):
            break
    exchange.transport.abort()
    await exchange.gone()


async def _drop_after(exchange: Exchange, _given: dict[str, Any]) -> None:
    await exchange.act(_nothing)
    exchange.transport.abort()
    await exchange.gone()


async def _cut_body(exchange: Exchange, given: dict[str, Any]) -> None:
    left = int(given["bytes"])

    async def send(message: Message) -> None:
        nonlocal left
        if message["type"] == "http.response.start":
            await exchange.send(message)
            return
        piece = message.get("body", b"")[:left]
        left -= len(piece)
        await exchange.send({"type": "http.response.body", "body": piece, "more_body": True})
        if left <= 0 or not message.get("more_body"):
            raise _Cut

    await _until_cut(exchange.act(send))
    exchange.transport.close()
    await exchange.gone()


async def _short_length(exchange: Exchange, given: dict[str, Any]) -> None:
    left = int(given["bytes"])

    async def send(message: Message) -> None:
        nonlocal left
        if message["type"] == "http.response.start":
            headers = dict(message["headers"])
            left = min(left, int(headers.get(b"content-length", left)))
            changed = altered(message["headers"], {"content-length": str(left)})
            await exchange.send({**message, "headers": changed})
            return
        piece = message.get("body", b"")[:left]
        left -= len(piece)
        more = left > 0
        await exchange.send({"type": "http.response.body", "body": piece, "more_body": more})
        if not more:
            raise _Cut

    await _until_cut(exchange.act(send))


async def _stall(exchange: Exchange, given: dict[str, Any]) -> None:
    left = int(given["bytes"])
    stalled = False

    async def send(message: Message) -> None:
        nonlocal left, stalled
        if stalled or message["type"] == "http.response.start":
            await exchange.send(message)
            return
        body = message.get("body", b"")
        if len(body) < left:
            left -= len(body)
            await exchange.send(message)
            return
        stalled = True
        await exchange.send({**message, "body": body[:left], "more_body": True})
        await asyncio.sleep(given["seconds"])
        await exchange.send({**message, "body": body[left:]})

    await exchange.act(send)


async def _delay(exchange: Exchange, given: dict[str, Any]) -> None:
    if not given["anyway"]:
        await asyncio.sleep(given["seconds"])
        await exchange.act()
        return
    messages: list[Message] = []
    while not messages or messages[-1].get("more_body"):
        messages.append(await exchange.receive())
    left = iter(messages)

    async def receive() -> Message:
        return next(left, None) or await exchange.receive()

    await asyncio.sleep(given["seconds"])
    await exchange.app(exchange.scope, receive, exchange.send)


async def _job(exchange: Exchange, given: dict[str, Any]) -> None:
    exchange.scope["state"][JOB] = given
    await (_drop_after(exchange, given) if given["lose"] else exchange.act())


async def _rewrite(exchange: Exchange, given: dict[str, Any]) -> None:
    started: Message = {}
    body = bytearray()

    async def send(message: Message) -> None:
        nonlocal started
        if message["type"] == "http.response.start":
            started = message
            return
        body.extend(message.get("body", b""))
        if message.get("more_body"):
            return
        answer = json.loads(body)
        jobs = answer if isinstance(answer, list) else [answer.get("job", answer)]
        for job in jobs:
            job.update(given["set"])
        raw = dump(answer)
        changed = altered(started["headers"], {"content-length": str(len(raw))})
        await exchange.send({**started, "headers": changed})
        await exchange.send({"type": "http.response.body", "body": raw})

    await exchange.act(send)


async def _chunked(exchange: Exchange, _given: dict[str, Any]) -> None:
    await _headers(exchange, {"request": {}, "response": {"content-length": None}})


async def _headers(exchange: Exchange, given: dict[str, Any]) -> None:
    # Changed in place: the frame around this reads what the routes leave in the same scope.
    exchange.scope["headers"] = altered(exchange.scope["headers"], given["request"])

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            changed = altered(message["headers"], given["response"])
            message = {**message, "headers": changed}
        await exchange.send(message)

    await exchange.act(send)


async def _gzip(exchange: Exchange, _given: dict[str, Any]) -> None:
    # 31 is zlib's word for "with a gzip header"; level 1 because nobody measures the ratio here.
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            changes = {"content-length": None, "content-encoding": "gzip"}
            message = {**message, "headers": altered(message["headers"], changes)}
        else:
            body = packer.compress(message.get("body", b""))
            if not message.get("more_body"):
                body += packer.flush()
            message = {**message, "body": body}
        await exchange.send(message)

    await exchange.act(send)


async def _close_delimited(exchange: Exchange, _given: dict[str, Any]) -> None:
    # Written past the HTTP library, which would rightly frame the body one way or the other.
    transport = exchange.transport

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            changes = {
                "content-length": None,
                "connection": "close",
                "date": formatdate(usegmt=True),
            }
            status = HTTPStatus(message["status"])
            lines = [f"HTTP/1.1 {status.value} {status.phrase}".encode()]
            lines += [b": ".join(pair) for pair in altered(message["headers"], changes)]
            transport.write(b"\r\n".join(lines) + b"\r\n\r\n")
            return
        transport.write(message.get("body", b""))
        while transport.get_write_buffer_size() > 1 << 20 and not transport.is_closing():
            await asyncio.sleep(0.002)

    await exchange.act(send)
    transport.close()
    await exchange.gone()


async def _until_cut(answering: Awaitable[None]) -> None:
    with suppress(_Cut):
        await answering


_KINDS: dict[str, Callable[[Exchange, dict[str, Any]], Awaitable[None]]] = {
    "status": _status,
    "html": _html,
    "redirect": _redirect,
    "drop_before": _drop_before,
    "drop_after": _drop_after,
    "cut_body": _cut_body,
    "short_length": _short_length,
    "stall": _stall,
    "delay": _delay,
    "job": _job,
    "rewrite": _rewrite,
    "chunked": _chunked,
    "gzip": _gzip,
    "close_delimited": _close_delimited,
    "headers": _headers,
}

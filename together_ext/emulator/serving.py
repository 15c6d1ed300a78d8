"""Serving one stored file: whole, or the one range that was asked for, straight from the disk."""

from __future__ import annotations

import os
import re
from email.utils import formatdate
from pathlib import Path

from starlette.types import Receive, Scope, Send

from together_ext.emulator.exchange import TRANSPORT
from together_ext.emulator.shapes import ApiError

# Big enough that Python's share of the work is small, small enough that memory stays flat.
_CHUNK = 512 * 1024
_RANGE = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII | re.IGNORECASE)


class Unsatisfiable(Exception):
    """The range is well formed and lies outside the content."""


def window(header: str | None, size: int) -> tuple[int, int] | None:
    """The bytes a Range header asks for, as ``(first, end)``.

    Args:
        header: The header, if there is one.
        size: How many bytes there are.

    Returns:
        ``None`` for the whole: no range, several ranges, or something that is not one.

    Raises:
        Unsatisfiable: The one range asked for holds no byte.
    """
    match = _RANGE.fullmatch((header or "").strip())
    if match is None or match.group() == "bytes=-":
        return None
    first, last = match.groups()
    if first == "":
        length = min(_number(last), size)
        if length == 0:
            raise Unsatisfiable
        return size - length, size
    start = _number(first)
    if last != "" and _number(last) < start:
        return None
    if start >= size:
        raise Unsatisfiable
    return start, size if last == "" else min(_number(last) + 1, size)


def _number(digits: str) -> int:
    # Python refuses to read numbers of thousands of digits; all those are simply beyond the end.
    return int(digits) if len(digits) <= 18 else 10**18


class Content:
    """An ASGI response for a stored file.

    Args:
        path: The file.
        etag: Its strong validator, without quotes.
        modified: When its content last changed, unix time.
    """

    def __init__(self, path: Path, etag: str, modified: float) -> None:
        self._path = path
        self._etag = f'"{etag}"'
        self._modified = formatdate(modified, usegmt=True)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the content."""
        asked = {name: value.decode("latin-1") for name, value in scope["headers"]}
        # Held open from here on: a replacement is a new file, and this answer stays of one piece.
        with self._path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            ranged = asked.get(b"range") if scope["method"] == "GET" else None
            if asked.get(b"if-range", self._etag) not in (self._etag, self._modified):
                ranged = None
            headers = {
                "content-type": "application/octet-stream",
                "accept-ranges": "bytes",
                "etag": self._etag,
                "last-modified": self._modified,
            }
            try:
                found = window(ranged, size)
            except Unsatisfiable:
                error = ApiError(
                    416,
                    f"The file has {size} bytes.",
                    code="range_not_satisfiable",
                    headers={"content-range": f"bytes */{size}", "accept-ranges": "bytes"},
                )
                await error.response()(scope, receive, send)
                return
            start, end = found or (0, size)
            headers["content-length"] = str(end - start)
            if found:
                headers["content-range"] = f"bytes {start}-{end - 1}/{size}"
            await send(
                {
                    "type": "http.response.start",
                    "status": 206 if found else 200,
                    "headers": [(n.encode(), v.encode()) for n, v in headers.items()],
                }
            )
            if scope["method"] == "HEAD":
                start = end
            await self._body(scope, send, file.fileno(), start, end)

    async def _body(self, scope: Scope, send: Send, descriptor: int, start: int, end: int) -> None:
        transport = scope.get("state", {}).get(TRANSPORT)
        while start < end:
            # What is sent to a client that left is swallowed: look, or read it all for nobody.
            if transport is not None and transport.is_closing():
                return
            chunk = os.pread(descriptor, min(_CHUNK, end - start), start)
            if not chunk:
                raise OSError("the file on disk is shorter than it was")
            start += len(chunk)
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

"""What a server may say to a request for a file: honestly, or with one thing wrong.

:class:`Answer` with no arguments is an honest server: 200 or 206 with the right window, a length,
the file's ETag, ``If-Range`` as in RFC 9110. Each attribute is one thing done otherwise.
:func:`compose` turns one into a head and a body; nothing here touches a socket.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from http import HTTPStatus
from itertools import chain
from time import time
from typing import Literal

from proof.content import Checksum, Content, checksum_header

Framing = Literal["length", "chunked", "close"]
Ending = Literal["fin", "rst", "unclean"]
Ranges = Literal[
    "honour",
    "ignore",  # 200 to a Range
    "wrong-start",  # 206, and both Content-Range and bytes begin elsewhere
    "short",  # 206, half of what was asked
    "wrong-total",
    "unknown-total",  # bytes a-b/*
    "no-content-range",
    "refuse",  # 416
]
SAME = "the file's own"


@dataclass(frozen=True)
class Answer:
    """One answer.

    Attributes:
        status: Another status than the honest one.
        headers: More headers, or others in place of the honest ones; None takes one away.
        body: These bytes in place of the file's.
        content: Another file than the one asked for (it changed on the server).
        etag: ``SAME``, another one, or None for none.
        framing: How the body's end is known: ``Content-Length``, chunks, the connection's end.
        length: A ``Content-Length`` that is not the body's.
        ranges: What is done with ``Range``.
        if_range: ``honour``; ``ignore`` to send 206 whatever it says; ``reject`` to send 200.
        gzip: Compress, whatever ``Accept-Encoding`` says (in memory: for small files).
        checksum: Tell this checksum of the whole file.
        wrong_checksum: Tell that of another file.
        corrupt_at: Flip the bits of the file's byte at this offset.
        redirect: 302 to the file at ``storage`` (another origin), ``plain`` (no TLS), ``same``, or
            at this URL.
        signed_uses: How many requests the signed URL serves; None for any number.
        signed_seconds: How long it does; None for ever.
        cut_head: Stop after so many bytes of the head.
        cut: Stop after so many bytes of the body (on the wire, with the chunks' own framing).
        ending: How a cut, or the end of a body framed by it, looks: ``fin``, ``rst``, or under TLS
            ``unclean``, an end without close_notify.
        stall_at: Say nothing more for ``stall`` seconds after so many bytes of the body.
        stall: Seconds.
        until: Ends the stall when it returns true; asked every few milliseconds.
        delay: Seconds before the head.
        rate: Bytes a second on this connection; None for as fast as it goes.
    """

    status: int | None = None
    headers: Mapping[str, str | None] = field(default_factory=dict)
    body: bytes | None = None
    content: Content | None = None
    etag: str | None = SAME
    framing: Framing = "length"
    length: int | None = None
    ranges: Ranges = "honour"
    if_range: Literal["honour", "ignore", "reject"] = "honour"
    gzip: bool = False
    checksum: Checksum | None = None
    wrong_checksum: bool = False
    corrupt_at: int | None = None
    redirect: str | None = None
    signed_uses: int | None = None
    signed_seconds: float | None = None
    cut_head: int | None = None
    cut: int | None = None
    ending: Ending = "fin"
    stall_at: int | None = None
    stall: float = 3600.0
    until: Callable[[], object] | None = None
    delay: float = 0.0
    rate: float | None = None


@dataclass
class Composed:
    """An answer, ready for the wire."""

    status: int
    head: bytes
    body: Iterator[bytes]
    closes: bool  # the body's end is the connection's


def http_date(seconds: float) -> str:
    """Return the time so many seconds from now, as ``Retry-After`` may have it."""
    return formatdate(time() + seconds, usegmt=True)


def compose(
    answer: Answer, content: Content, etag: str | None, headers: Mapping[str, str], location: str
) -> Composed:
    """Make the head and the body of an answer.

    Args:
        answer: What is done otherwise.
        content: The file.
        etag: Its ETag.
        headers: The request's, names in lower case.
        location: Where a redirect leads.
    """
    content = answer.content or content
    etag = etag if answer.etag == SAME else answer.etag
    said: dict[str, str | None] = {"Content-Type": "application/octet-stream", "ETag": etag}
    body: Iterator[bytes]
    if answer.redirect is not None:
        status, said = 302, {"Location": location}
        body, size = iter([b""]), 0
    elif answer.body is not None or answer.status not in {None, 200, 206, 416}:
        data = b"{}" if answer.body is None else answer.body
        status = answer.status or 200
        body, size = iter([data]), len(data)
    else:
        said["Accept-Ranges"] = "none" if answer.ranges == "ignore" else "bytes"
        status, window, more = _window(answer, content.size, etag, headers)
        said |= more
        body = _pieces(content, *window, answer.corrupt_at)
        size = window[1] - window[0]
        status = answer.status or status
    if answer.gzip:
        packed = gzip.compress(b"".join(body), mtime=0)
        body, size = iter([packed]), len(packed)
        said["Content-Encoding"] = "gzip"
    if answer.checksum:
        name, value = checksum_header(answer.checksum, content, wrong=answer.wrong_checksum)
        said[name] = value
    if answer.framing == "chunked":
        said["Transfer-Encoding"] = "chunked"
        body = _chunks(body)
    elif answer.framing == "length" and status != 204:
        said["Content-Length"] = str(size if answer.length is None else answer.length)
    else:
        said["Connection"] = "close"
    said |= answer.headers
    lines = [f"HTTP/1.1 {status} {_phrase(status)}"]
    lines += [f"{name}: {value}" for name, value in said.items() if value is not None]
    closes = answer.framing == "close" or (answer.length is not None and answer.length != size)
    return Composed(status, "\r\n".join([*lines, "", ""]).encode(), body, closes)


def _window(
    answer: Answer, size: int, etag: str | None, headers: Mapping[str, str]
) -> tuple[int, tuple[int, int], dict[str, str | None]]:
    """Say which bytes to send (from, up to), with which status and headers."""
    whole = 200, (0, size), dict[str, str | None]()
    refused = 416, (0, 0), dict[str, str | None]({"Content-Range": f"bytes */{size}"})
    if answer.ranges == "refuse":
        return refused
    asked = re.fullmatch(r"bytes=(\d*)-(\d*)", headers.get("range", ""))
    if asked is None or asked[0] == "bytes=-" or answer.ranges == "ignore":
        return whole
    condition = headers.get("if-range")
    if condition is not None and answer.if_range != "ignore":
        # A weak validator never matches here (RFC 9110, 13.1.5).
        same = condition == etag and not condition.startswith("W/")
        if answer.if_range == "reject" or not same:
            return whole
    if asked[1]:
        start, end = int(asked[1]), min(int(asked[2]) + 1 if asked[2] else size, size)
    else:
        start, end = max(0, size - int(asked[2])), size
    if start >= size or start >= end:
        return refused
    total = str(size)
    if answer.ranges == "wrong-start":
        start = max(0, start - 1000) if start else min(1, end - 1)
    elif answer.ranges == "short":
        end = start + max(1, (end - start) // 2)
    elif answer.ranges == "wrong-total":
        total = str(size + 1)
    elif answer.ranges == "unknown-total":
        total = "*"
    said: dict[str, str | None] = {"Content-Range": f"bytes {start}-{end - 1}/{total}"}
    return 206, (start, end), {} if answer.ranges == "no-content-range" else said


def _pieces(content: Content, start: int, end: int, corrupt_at: int | None) -> Iterator[bytes]:
    for piece in content.read(start, end):
        sent = piece
        if corrupt_at is not None and start <= corrupt_at < start + len(piece):
            at = corrupt_at - start
            sent = piece[:at] + bytes([piece[at] ^ 0xFF]) + piece[at + 1 :]
        yield sent
        start += len(piece)


def _chunks(body: Iterator[bytes]) -> Iterator[bytes]:
    return chain(
        (b"%x\r\n%b\r\n" % (len(piece), piece) for piece in body if piece), (b"0\r\n\r\n",)
    )


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"

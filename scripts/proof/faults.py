"""The faults of the matrix: each sets up a file on a chaos server."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from proof.chaos import Answer, Content, File, http_date

# Over 10 MB, below which the published 3.1.1 does not try to resume.
SIZE = 16_000_000
CUT = 12_000_000
HTML = b"<!DOCTYPE html><html><title>Sign in</title><body>Please sign in.</body></html>"
PAGE = {"Content-Type": "text/html; charset=utf-8", "ETag": None}


@dataclass(frozen=True)
class Fault:
    """One fault.

    Attributes:
        name: What happens, as the table says it.
        set_up: Makes it happen to a file.
        tls: Whether the server speaks TLS.
        size: The file's bytes.
        possible: Whether a client can get the file all the same; where it cannot, a clean error is
            the best there is.
    """

    name: str
    set_up: Callable[[File], None]
    tls: bool = False
    size: int = SIZE
    possible: bool = True


def first(**options: Any) -> Callable[[File], None]:
    """The first answer is like this, all later ones are honest."""
    return lambda file: file.script(Answer(**options))


def always(**options: Any) -> Callable[[File], None]:
    """Every answer is like this."""
    return lambda file: file.script(then=Answer(**options))


def cut_then(**options: Any) -> Callable[[File], None]:
    """The first answer is cut, the second is like this, all later ones are honest."""
    return lambda file: file.script(Answer(cut=CUT), Answer(**options))


def stored(*answers: Answer, **redirect: Any) -> Callable[[File], None]:
    """Every answer leads to the storage, which answers so, and then honestly."""

    def set_up(file: File) -> None:
        file.script(then=Answer(redirect="storage", **redirect))
        file.script(*answers, at="storage")

    return set_up


def changed(etag: tuple[str | None, str | None], **options: Any) -> Callable[[File], None]:
    """The file changes after the first answer, which is cut."""

    def set_up(file: File) -> None:
        old = file.content
        file.content = Content(old.size, old.seed + 1)
        file.etag = etag[1]
        file.script(Answer(content=old, etag=etag[0], cut=CUT), Answer(**options))

    return set_up


FAULTS = (
    Fault("nothing wrong", always()),
    Fault("an empty file", always(), size=0),
    Fault("chunked", always(framing="chunked")),
    Fault("neither a length nor chunks", always(framing="close")),
    Fault("cut once at 12 of 16 MB (FIN)", first(cut=CUT)),
    Fault("cut once (RST)", first(cut=CUT, ending="rst")),
    Fault("cut once at 1 MB", first(cut=1_000_000)),
    Fault("cut once, one byte before the end", first(cut=SIZE - 1)),
    Fault("cut within the head", first(cut_head=40)),
    Fault("cut before the head", first(cut_head=0)),
    Fault("chunked, cut once", first(framing="chunked", cut=CUT)),
    Fault("no length, cut once", first(framing="close", cut=CUT)),
    Fault(
        "no length, cut at the same byte every time",
        always(framing="close", ranges="ignore", cut=CUT),
        possible=False,
    ),
    Fault("cut at the same byte every time", always(ranges="ignore", cut=CUT), possible=False),
    Fault("TLS, cut without close_notify", first(cut=CUT, ending="unclean"), tls=True),
    Fault(
        "TLS, no length, cut without close_notify",
        first(framing="close", cut=CUT, ending="unclean"),
        tls=True,
    ),
    Fault("cut, then 206 from an earlier byte", cut_then(ranges="wrong-start")),
    Fault("cut, then 206 with half of what was asked", cut_then(ranges="short")),
    Fault("cut, then 206 with another total", cut_then(ranges="wrong-total")),
    Fault("cut, then 206 with the total `*`", cut_then(ranges="unknown-total")),
    Fault("cut, then 206 without Content-Range", cut_then(ranges="no-content-range")),
    Fault("cut, then 200 to the Range", cut_then(ranges="ignore")),
    Fault("cut, then 416", cut_then(ranges="refuse")),
    Fault("cut, and the file changed; If-Range honoured", changed(('"one"', '"two"'))),
    Fault(
        "cut, and the file changed; If-Range ignored",
        changed(('"one"', '"two"'), if_range="ignore"),
    ),
    Fault("cut, and the file changed; a weak ETag", changed(('W/"one"', 'W/"two"'))),
    Fault("cut, and the file changed; no ETag", changed((None, None))),
    Fault("gzip, though identity was asked for", always(gzip=True)),
    Fault("gzip, cut once", first(gzip=True, cut=CUT)),
    Fault("a redirect to storage", stored()),
    Fault("the signed URL expires in the middle", stored(Answer(cut=CUT), signed_uses=1)),
    Fault(
        "cut, then a signed URL with another ETag",
        stored(Answer(cut=CUT, etag='"one"'), Answer(etag='"two"'), signed_uses=1),
    ),
    Fault(
        "a redirect from https to http (refused here on purpose)",
        lambda file: file.script(then=Answer(redirect="plain")),
        tls=True,
    ),
    Fault("a stall once, at 12 MB", first(stall_at=CUT)),
    Fault("1 KB/s at first", first(rate=1000)),
    Fault("429, Retry-After: 1", first(status=429, headers={"Retry-After": "1"})),
    Fault(
        "503, Retry-After: a date",
        lambda f: f.script(Answer(status=503, headers={"Retry-After": http_date(2)})),
    ),
    Fault("500 once", first(status=500)),
    Fault("202 at first (`wait=` waits)", first(status=202)),
    Fault("404 every time", always(status=404), possible=False),
    Fault("a sign-in page with status 200", always(body=HTML, headers=PAGE), possible=False),
    Fault(
        "a sign-in page, chunked",
        always(body=HTML, headers=PAGE, framing="chunked"),
        possible=False,
    ),
    Fault("a Content-Length that is too large, once", first(length=SIZE + 1000)),
    Fault("a damaged byte; Repr-Digest", first(corrupt_at=5_000_000, checksum="repr-digest")),
    Fault("a damaged byte; Content-MD5", first(corrupt_at=5_000_000, checksum="content-md5")),
    Fault(
        "a damaged byte; x-amz-checksum-sha256",
        first(corrupt_at=5_000_000, checksum="x-amz-checksum-sha256"),
    ),
    Fault(
        "a damaged byte; x-amz-checksum-crc32",
        first(corrupt_at=5_000_000, checksum="x-amz-checksum-crc32"),
    ),
    Fault(
        "a damaged byte; S3's ETag of a single part",
        first(corrupt_at=5_000_000, checksum="etag-md5", headers={"x-amz-request-id": "1"}),
    ),
)

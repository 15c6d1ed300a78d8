"""How an answer's body ends, and who can say that it ended where it was meant to.

=================  ==========================================  ==============================
framing            the wire itself proves the end              what else is checked
=================  ==========================================  ==============================
``Content-Length`` no: some transports end short in silence    bytes on the wire = the length
chunked            yes, by the last chunk (RFC 9112, 7.1)      the file's own metadata
close-delimited    no: an end and a cut look the same          the file's own metadata, needed
=================  ==========================================  ==============================

A ``Content-Encoding`` (sent although ``identity`` was asked for) puts other bytes on the wire than
in the file. Then the wire is checked against ``Content-Length`` and the file against the metadata.
The same is asked of a body that calls itself HTML: a captive portal's page has a right length too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ...records import dataclass
from .digest import Digest, read_digest

# RFC 9110, 8.8.3: an opaque tag in quotes. A weak one (W/"…") promises no equal bytes. One beyond
# ASCII is allowed there and cannot be sent back as it came: no one says which bytes it was.
_STRONG_ETAG = re.compile(r'"[\x21\x23-\x7e]*"')
# What every httpx can undo. It passes over any other, whose bytes would be taken for the file's.
_ENCODINGS = {"identity", "gzip", "deflate"}
_WINDOW = re.compile(r"bytes\s+(\d{1,18})-(\d{1,18})/(\d{1,18}|\*)", re.ASCII | re.IGNORECASE)
_NO_WINDOW = re.compile(r"bytes\s+\*/(\d{1,18})", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class Head:
    """What an answer's head promises.

    Attributes:
        length: Bytes on the wire; None where it is not said.
        encoding: The ``Content-Encoding``; None for the file's own bytes.
        chunked: Whether the wire marks its own end.
        html: Whether the body calls itself HTML.
        validator: A strong ETag of an object whose parts can be asked for; None where there is
            none.
        digest: A checksum of the whole object.
    """

    length: int | None
    encoding: str | None
    chunked: bool
    html: bool
    validator: str | None = None
    digest: Digest | None = None

    @property
    def needs_witness(self) -> bool:
        """Whether the file's metadata must be asked for its size."""
        return self.length is None or self.encoding is not None or self.html

    @property
    def size(self) -> int | None:
        """Bytes of the body once decoded, where the head alone tells."""
        return None if self.encoding else self.length


@dataclass(frozen=True)
class Window:
    """A ``Content-Range``: bytes from ``first`` up to and without ``end``, of ``total``."""

    first: int
    end: int
    total: int | None


@dataclass(frozen=True)
class Verdict:
    """Whether what came is the file.

    Attributes:
        problem: None where it is; else what is wrong, in words.
        expected: Bytes that should have come.
        received: Bytes that came.
        short: Whether bytes are missing, so that asking again may help.
    """

    problem: str | None
    expected: int | None
    received: int
    short: bool = False


class UnusableHeadError(ValueError):
    """The head contradicts itself or the request; the text says how."""


def read_head(status: int, headers: Mapping[str, str]) -> Head:
    """Read the head of an answer that has a body.

    Raises:
        UnusableHeadError: It contradicts itself, or the body cannot be decoded.
    """
    encoding = headers.get("content-encoding", "").strip().lower()
    encoded = encoding not in {"", "identity"}
    if encoded and not {part.strip() for part in encoding.split(",")} <= _ENCODINGS:
        raise UnusableHeadError(
            f"its Content-Encoding is {encoding[:40]!r}, which was not asked for and is not undone "
            "here"
        )
    etag = headers.get("etag", "").strip()
    html = headers.get("content-type", "").strip().lower().startswith("text/html")
    resumable = (
        # Neither is believed before its end; a record must not say that all of it is there.
        not (encoded or html)
        and _STRONG_ETAG.fullmatch(etag) is not None
        and headers.get("accept-ranges", "").strip().lower() != "none"
    )
    chunked = "chunked" in headers.get("transfer-encoding", "").lower()
    return Head(
        # With both, the length is to be ignored (RFC 9112, 6.3).
        length=None if chunked else _length(headers.get("content-length")),
        encoding=encoding if encoded else None,
        chunked=chunked,
        html=html,
        validator=etag if resumable else None,
        digest=read_digest(status, headers),
    )


def judge(head: Head, *, wire: int, written: int, witness: int | None) -> Verdict:
    """Say whether a body that ended without an error is the whole file.

    Args:
        head: What was promised.
        wire: Bytes that came over the wire.
        written: Bytes after decoding.
        witness: The file's size by its own metadata; None where it says none.
    """
    if head.length is not None and wire != head.length:
        problem = "the body is not as long as its Content-Length"
        return Verdict(problem, head.length, wire, short=wire < head.length)
    if not head.needs_witness:
        return Verdict(None, head.length, wire)
    if witness == 0 and written > 0:
        witness = None  # metadata that was not counted yet reads 0 as well
    if witness is not None:
        if written == witness:
            return Verdict(None, witness, written)
        # HTML of another length is a page, not a piece of the file.
        short = written < witness and not head.html
        return Verdict("the body is not as long as the file", witness, written, short)
    if head.html:
        return Verdict("HTML came where the file was promised", None, written)
    if head.length is None and not head.chunked:
        return Verdict("neither the answer nor the file's metadata says its size", None, written)
    return Verdict(None, head.length, written)


def read_window(text: str | None) -> Window | None:
    """Read a ``Content-Range`` that names bytes; None where it does not, or makes no sense."""
    match = _WINDOW.fullmatch((text or "").strip())
    if match is None:
        return None
    first, last = int(match[1]), int(match[2])
    total = None if match[3] == "*" else int(match[3])
    if last < first or (total is not None and last >= total):
        return None
    return Window(first, last + 1, total)


def read_total(text: str | None) -> int | None:
    """Read the size out of a 416's ``Content-Range: bytes */SIZE``."""
    match = _NO_WINDOW.fullmatch((text or "").strip())
    return None if match is None else int(match[1])


def _length(text: str | None) -> int | None:
    if text is None:
        return None
    # A proxy may join two equal headers; two different ones have no meaning (RFC 9110, 8.6).
    values = {part.strip() for part in text.split(",")}
    value = values.pop()
    # isdecimal alone would take digits of other scripts, and int() would take "+5" and "1_0".
    # No file has 10^18 bytes, and Python refuses to read numbers of thousands of digits.
    if values or not (value.isascii() and value.isdecimal()) or len(value) > 18:
        raise UnusableHeadError(f"its Content-Length is {text[:40]!r}")
    return int(value)

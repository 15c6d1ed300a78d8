"""What to believe of the answer to a download. Pure: no socket, no file, no clock.

Theory of operation. An answer's head says how its body ends, and every way needs its own proof
that the end which came was the end that was meant:

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

:func:`read_head` takes the head, :attr:`Head.needs_witness` says whether the metadata must be
asked, :func:`judge` says whether what came is the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Head:
    """What an answer's head promises.

    Attributes:
        length: Bytes on the wire; None where it is not said.
        encoding: The ``Content-Encoding``; None for the file's own bytes.
        chunked: Whether the wire marks its own end.
        html: Whether the body calls itself HTML.
    """

    length: int | None
    encoding: str | None
    chunked: bool
    html: bool

    @property
    def needs_witness(self) -> bool:
        """Whether the file's metadata must be asked for its size."""
        return self.length is None or self.encoding is not None or self.html

    @property
    def size(self) -> int | None:
        """Bytes of the file, where the head alone tells."""
        return None if self.encoding else self.length


@dataclass(frozen=True)
class Verdict:
    """Whether what came is the file.

    Attributes:
        problem: None where it is; else what is wrong, in words.
        expected: Bytes that should have come.
        received: Bytes that came.
    """

    problem: str | None
    expected: int | None
    received: int


class UnusableHeadError(ValueError):
    """The head contradicts itself or the request; the text says how."""


def read_head(status: int, headers: Mapping[str, str]) -> Head:
    """Read the head of an answer to a plain GET of a file.

    Raises:
        UnusableHeadError: It promises no whole file.
    """
    if status == 202:
        raise UnusableHeadError("the file is still being prepared; try again later")
    if status != 200:
        raise UnusableHeadError(f"status {status} was not asked for and promises no whole file")
    encoding = headers.get("content-encoding", "").strip().lower()
    return Head(
        length=_length(headers.get("content-length")),
        encoding=None if encoding in {"", "identity"} else encoding,
        chunked="chunked" in headers.get("transfer-encoding", "").lower(),
        html=headers.get("content-type", "").strip().lower().startswith("text/html"),
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
        return Verdict("the body is not as long as its Content-Length", head.length, wire)
    if not head.needs_witness:
        return Verdict(None, head.length, wire)
    if witness == 0 and written > 0:
        witness = None  # metadata that was not counted yet reads 0 as well
    if witness is not None:
        problem = None if written == witness else "the body is not as long as the file"
        return Verdict(problem, witness, written)
    if head.html:
        return Verdict("HTML came where the file was promised", None, written)
    if head.length is None and not head.chunked:
        return Verdict("neither the answer nor the file's metadata says its size", None, written)
    return Verdict(None, head.length, written)


def _length(text: str | None) -> int | None:
    if text is None:
        return None
    # A proxy may join two equal headers; two different ones have no meaning (RFC 9110, 8.6).
    values = {part.strip() for part in text.split(",")}
    value = values.pop()
    # isdecimal alone would take digits of other scripts, and int() would take "+5" and "1_0".
    if values or not (value.isascii() and value.isdecimal()):
        raise UnusableHeadError(f"its Content-Length is {text!r}")
    return int(value)

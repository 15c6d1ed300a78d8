"""Plain exchanges: a request and an answer of the common shape, without h11.

Common is: a method with one answer and a body of known length, and an answer of HTTP/1.1 with one
``Content-Length``, in lines that no reader could take in two ways. All else is declined here, bytes
and all, and is for ``unusual``, where h11 judges. A test holds the two side by side: what is taken
here is taken as h11 takes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .faults import LocalProtocolError, RemoteProtocolError
from .message import Head, Request, Unshown
from .streams import Stream

READ_BYTES = 64 * 1024
# As httpcore: no head is longer.
LONGEST_HEAD = 100 * 1024
NO_ANSWER = "Server disconnected without sending a response."

_TOKEN = rb"[-!#$%&'*+.^_`|~0-9a-zA-Z]+"
_REQUEST = re.compile(
    rb"(?:GET|POST|PUT|PATCH|DELETE) [\x21-\x7e]+ HTTP/1\.1\r\n"
    rb"(?:" + _TOKEN + rb": [\x21-\x7e](?:[\x20-\x7e\t]*[\x21-\x7e])?\r\n)+\r\n"
)
_ANSWER = re.compile(
    rb"HTTP/1\.1 ([2-5][0-9][0-9])(?: ([\x20-\x7e\t]*))?\r\n"
    rb"((?:" + _TOKEN + rb":[ \t]*(?:[\x21-\x7e][\x20-\x7e\t]*)?\r\n)+)\r\n"
)
# Where h11 takes a head to end. In a plain one it is the same place.
_BLANK_LINE = re.compile(rb"\n\r?\n")
_LENGTH = re.compile(r"[0-9]{1,19}")
_WITHOUT_BODY = frozenset({204, 304})
# What changes how a request, or its answer, is framed.
_FRAMING = frozenset({b"transfer-encoding", b"expect", b"upgrade"})


def request_head(request: Request) -> tuple[Unshown, int] | None:
    """Write the head of a request; None where it is not plain.

    Returns:
        The bytes, and how many bytes of body they promise.
    """
    lines = [b"%s %s HTTP/1.1\r\n" % (request.method.encode(), request.place.target)]
    promised: int | None = None
    hosts = 0
    for name, value in request.headers:
        lower = name.lower()
        if lower == b"host":
            hosts += 1
            # First, as https://www.rfc-editor.org/rfc/rfc9110#section-7.2 asks.
            lines.insert(1, b"%s: %s\r\n" % (name, value))
            continue
        if lower == b"content-length":
            if promised is not None or not value.isdigit() or len(value) > 19:
                return None
            promised = int(value)
        elif lower in _FRAMING or (lower == b"connection" and value.lower() != b"keep-alive"):
            return None
        lines.append(b"%s: %s\r\n" % (name, value))
    count = len(lines)
    lines.append(b"\r\n")
    head = Unshown(b"".join(lines))
    # As many lines as were put in: none of them holds the end of a line.
    if hosts != 1 or head.count(b"\n") != count + 1 or _REQUEST.fullmatch(head) is None:
        return None
    return head, promised or 0


def declined(data: bytes) -> bool:
    """Whether what has come of a head is no beginning of a plain one, or h11 would end it here."""
    return data[0] < 0x21 or len(data) > LONGEST_HEAD or _BLANK_LINE.search(data) is not None


def answer_head(data: bytes, end: int) -> tuple[Head, int, bool] | None:
    """Read the head of an answer; None where it is not plain.

    Args:
        data: What has come.
        end: Where its first blank line ends.

    Returns:
        The head, the length of the body, and whether the connection may be used again.
    """
    match = _ANSWER.fullmatch(data, 0, end)
    if match is None:
        return None
    digits, reason, lines = match.groups()
    status = int(digits)
    if status in _WITHOUT_BODY:
        return None
    raw = []
    headers: dict[str, str] = {}
    for line in lines.split(b"\r\n")[:-1]:
        name, _, value = line.partition(b":")
        value = value.strip(b" \t")
        raw.append((name, value))
        key, text = name.decode("ascii").lower(), value.decode("ascii")
        headers[key] = f"{headers[key]}, {text}" if key in headers else text
    length = headers.get("content-length", "")
    if "transfer-encoding" in headers or _LENGTH.fullmatch(length) is None:
        return None
    connection = headers.get("connection")
    keep = connection is None or "close" not in [
        token.strip(" \t") for token in connection.lower().split(",")
    ]
    return Head(status, reason or b"", b"1.1", raw, headers), int(length), keep


class PlainExchange:
    """A plain request and its plain answer.

    Args:
        stream: The connection, on which the answer has come as far as ``rest``.
        head: The head of the answer.
        length: Bytes of its body.
        rest: What has come beyond the head.
        keep: Whether the connection may be used again.
    """

    __slots__ = ("_keep", "_left", "_length", "_rest", "head", "stream")

    def __init__(self, stream: Stream, head: Head, length: int, rest: bytes, keep: bool) -> None:
        self.stream = stream
        self.head = head
        self._length = self._left = length
        self._rest = rest
        self._keep = keep

    def pieces(self, timeout: float | None) -> Iterator[bytes]:
        """Iterate over the body of the answer."""
        data, self._rest = self._rest, b""
        while True:
            if len(data) > self._left:
                # More than was announced is no beginning of the next answer.
                data, self._keep = data[: self._left], False
            self._left -= len(data)
            if data:
                yield data
            if not self._left:
                return
            data = self.stream.read(READ_BYTES, timeout)
            if not data:
                # h11's words.
                raise RemoteProtocolError(
                    "peer closed connection without sending complete message body "
                    f"(received {self._length - self._left} bytes, expected {self._length})"
                )

    def reusable(self, read_past: bool) -> bool:
        """Whether the connection is fit for the next request.

        Args:
            read_past: Whether the rest of the body was read from the stream itself.
        """
        return self._keep and (read_past or not self._left) and not self._rest


def send(stream: Stream, head: Unshown, promised: int, request: Request) -> None:
    """Send a request.

    Raises:
        LocalProtocolError: The body is longer or shorter than the head promised.
    """
    timeout = request.timeouts.get("write")
    pending: bytes = head
    for chunk in request.body:
        if chunk:
            promised -= len(chunk)
            if promised < 0:
                raise LocalProtocolError("Too much data for declared Content-Length")
            stream.write(Unshown(pending + chunk) if pending else chunk, timeout)
            pending = b""
    if promised:
        raise LocalProtocolError("Too little data for declared Content-Length")
    if pending:
        stream.write(pending, timeout)

"""An answer as a session reads it, with the names that httpx's ``Response`` has."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from .connection import Exchange
from .decoding import Decoder, can_undo
from .message import Request

if TYPE_CHECKING:
    from typing import TypeAlias

    import httpx

    RawResponse: TypeAlias = "Answer | httpx.Response"

# Beside ``network_stream`` in an answer's extensions: to be called where the body was read from
# that stream to its end.
READ_PAST = "together_ext.read_past"


class Answer:
    """The answer to a request; closing it, or reading it to its end, ends the exchange.

    What reads httpx's responses (the generated parsers, ``direct``) reads these too.

    Args:
        request: What was asked.
        exchange: Its head is read, its body is not.
        end: Takes the connection back; told whether the body was read past it.

    Attributes:
        status_code: The status.
        headers: By their names in lower case.
        content: The body, once it is read; without its ``Content-Encoding``.
        num_bytes_downloaded: Bytes of the body that came, before any decoding.
        is_closed: Whether the exchange has ended.
    """

    __slots__ = (
        "_end",
        "_exchange",
        "_past",
        "content",
        "headers",
        "is_closed",
        "num_bytes_downloaded",
        "request",
        "status_code",
    )

    def __init__(
        self, request: Request, exchange: Exchange, end: Callable[[Exchange, bool], None]
    ) -> None:
        self.request = request
        self.status_code = exchange.head.status
        self.headers = exchange.head.headers
        self.content = b""
        self.num_bytes_downloaded = 0
        self.is_closed = False
        self._exchange = exchange
        self._end = end
        self._past = False

    def __repr__(self) -> str:
        return f"Answer({self.status_code})"  # a Location may be signed

    @property
    def is_success(self) -> bool:
        """Whether the status is a 2xx."""
        return 200 <= self.status_code < 300

    @property
    def http_version(self) -> str:
        """``HTTP/1.1``, or what the server said."""
        return f"HTTP/{self._exchange.head.version.decode('ascii')}"

    @property
    def extensions(self) -> dict[str, Any]:
        """What httpx keeps beside an answer."""
        head = self._exchange.head
        return {
            "http_version": b"HTTP/" + head.version,
            "reason_phrase": head.reason,
            "network_stream": self._exchange.stream,
            READ_PAST: self._read_past,
        }

    @property
    def raw_headers(self) -> list[tuple[bytes, bytes]]:
        """The headers in their order, as they came."""
        return self._exchange.head.raw

    def iter_raw(self) -> Iterator[bytes]:
        """Iterate over the body as it comes."""
        try:
            for piece in self._exchange.pieces(self.request.timeouts.get("read")):
                self.num_bytes_downloaded += len(piece)
                yield piece
        finally:
            self.close()

    def iter_bytes(self) -> Iterator[bytes]:
        """Iterate over the body without its ``Content-Encoding``.

        One that is unknown is left, as httpx leaves it.
        """
        encoding = self.headers.get("content-encoding", "")
        if not encoding or not can_undo(encoding):
            yield from self.iter_raw()
            return
        decoder = Decoder(encoding)
        for piece in self.iter_raw():
            yield from decoder.feed(piece)
        decoder.finish()

    def read(self) -> bytes:
        """Read the body."""
        self.content = b"".join(self.iter_bytes())
        return self.content

    def json(self) -> Any:
        """Return what the body says, in whichever of JSON's encodings."""
        return json.loads(self.content)

    def _read_past(self) -> None:
        self._past = True

    def close(self) -> None:
        """Give the connection back."""
        if not self.is_closed:
            self.is_closed = True
            self._end(self._exchange, self._past)

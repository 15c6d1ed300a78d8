"""A request and the head of an answer, as the wire has them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from .. import origins

Timeouts = dict[str, "float | None"]
RawHeaders = list[tuple[bytes, bytes]]

# What httpx reads as it stands. The rest (names beyond ASCII, IPv6, dot segments, blanks, a default
# port that is said) is for httpx to put right or to refuse.
_PLAIN_URL = re.compile(
    r"(https?)://"
    r"((?!(?:[0-9]+\.){3}[0-9]+[:/])[a-z0-9._-]+"
    r"|(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\.(?=[0-9])|(?=[:/]))){4})"
    r"(?::([1-9][0-9]{0,4}))?"
    r"((?:/(?!\.{1,2}(?:[/?]|\Z))[A-Za-z0-9._~!$&'()*+,;=:@%-]*)+"
    r"(?:\?[A-Za-z0-9._~!$&'()*+,;=:@%/?-]+)?)"
)
_LONGEST_URL = 65_536
DEFAULT_PORTS = {"http": 80, "https": 443}


class Place(NamedTuple):
    """Where a request goes.

    Attributes:
        scheme: ``http`` or ``https``.
        host: A name or an address, an IPv6 one without brackets.
        port: None for the scheme's own.
        target: Path and query.
    """

    scheme: str
    host: bytes
    port: int | None
    target: bytes

    @property
    def authority(self) -> str:
        """Host and port, as the ``Host`` header has them."""
        host = self.host.decode("ascii")
        host = f"[{host}]" if ":" in host else host
        return host if self.port is None else f"{host}:{self.port}"

    def __repr__(self) -> str:
        return f"Place({self.scheme}://{self.authority})"  # a target may be signed


def read_url(url: str) -> Place | None:
    """Take a URL apart where that is plain; None where it is for httpx to do."""
    match = _PLAIN_URL.fullmatch(url) if len(url) <= _LONGEST_URL else None
    if match is None:
        return None
    scheme, host, digits, target = match.groups()
    port = int(digits) if digits else None
    if port is not None and (port == DEFAULT_PORTS[scheme] or port > 65_535):
        return None
    return Place(scheme, host.encode(), port, target.encode())


class Request:
    """What is sent. Its repr shows neither the key nor a signed query.

    Attributes:
        method: In capital letters.
        url: All of it; its repr has no query.
        place: Where it goes.
        headers: In their order, ``Host`` among them.
        body: Gives the body once.
        timeouts: Seconds for ``connect``, ``read``, ``write`` and ``pool``.
    """

    __slots__ = ("body", "headers", "method", "place", "timeouts", "url")

    def __init__(
        self,
        method: str,
        url: str,
        place: Place,
        headers: RawHeaders,
        body: Iterable[bytes],
        timeouts: Timeouts,
    ) -> None:
        self.method = method
        self.url = origins.Location(url)
        self.place = place
        self.headers = headers
        self.body = body
        self.timeouts = timeouts

    def __repr__(self) -> str:
        return f"Request({self.method!r}, {self.url!r})"


class Head:
    """The head of an answer.

    Attributes:
        status: The status.
        reason: Its words, which mean nothing.
        version: ``1.1``, or what the server said.
        raw: The headers in their order, as they came.
        headers: The same by their names in lower case; values of one name are joined by commas.
    """

    __slots__ = ("_headers", "raw", "reason", "status", "version")

    def __init__(
        self,
        status: int,
        reason: bytes,
        version: bytes,
        raw: RawHeaders,
        headers: dict[str, str] | None = None,
    ) -> None:
        self.status = status
        self.reason = reason
        self.version = version
        self.raw = raw
        self._headers = headers

    @property
    def headers(self) -> dict[str, str]:
        """The headers by their names in lower case."""
        if self._headers is None:
            self._headers = joined(self.raw)
        return self._headers

    def __repr__(self) -> str:
        return f"Head({self.status})"  # a Location may be signed


def joined(raw: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Return headers by their names, read in the first of httpx's three encodings that fits all."""
    pairs = list(raw)
    for encoding in ("ascii", "utf-8", "iso-8859-1"):
        try:
            decoded = [(name.decode(encoding), value.decode(encoding)) for name, value in pairs]
        except UnicodeDecodeError:
            continue
        break
    found: dict[str, str] = {}
    for name, value in decoded:
        key = name.lower()
        found[key] = f"{found[key]}, {value}" if key in found else value
    return found


class Unshown(bytes):
    """Bytes that what shows the variables of a program does not show: the key is in them."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"Unshown({len(self)} bytes)"

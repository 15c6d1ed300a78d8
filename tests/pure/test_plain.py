"""What is read and written here is as h11 and httpx read and write it, or it is left to them.

Each property runs the short way and theirs side by side on the same bytes.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import Any
from unittest import mock
from urllib.request import getproxies_environment

import h11
import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from together_ext.flow import Send
from together_ext.http import Target, by_httpx, proxies, requests
from together_ext.http.connection import Connection, Exchange
from together_ext.http.faults import WireError
from together_ext.http.message import Place, Request, read_url
from together_ext.http.plain import PlainExchange, request_head
from together_ext.http.streams import Stream
from together_ext.http.unusual import UnusualExchange
from together_ext.settings import Secret


class Scripted(Stream):
    """A connection on which these pieces come, and then the end."""

    def __init__(self, pieces: list[bytes]) -> None:
        self.pieces = [piece for piece in pieces if piece]
        self.sent = b""

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.pieces.pop(0) if self.pieces else b""

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.sent += buffer

    def close(self) -> None:
        pass


def request(method: str = "GET", *headers: tuple[bytes, bytes], body: bytes = b"") -> Request:
    lines = [(b"Host", b"x"), *headers]
    if body:
        lines.append((b"Content-Length", b"%d" % len(body)))
    return Request(method, "http://x/y", Place("http", b"x", None, b"/y"), lines, (body,), {})


def by_us(stream: Stream, asked: Request) -> Exchange:
    return Connection(lambda timeout: stream).send(asked)


def by_h11(stream: Stream, asked: Request) -> Exchange:
    return UnusualExchange(stream, asked)


Way = Callable[[Stream, Request], Exchange]


def outcome(way: Way, pieces: list[bytes], asked: Request) -> tuple[Any, ...]:
    """All that can be told of an exchange: what was sent, the head, the body, how it ended."""
    stream = Scripted(pieces)
    body = b""
    try:
        exchange = way(stream, asked)
        head = exchange.head
        found = (head.status, head.reason, head.version, head.raw, head.headers)
    except WireError as error:
        return stream.sent, type(error), str(error)
    try:
        for piece in exchange.pieces(None):
            body += piece
    except WireError as error:
        return stream.sent, found, body, type(error), str(error)
    return stream.sent, found, body, exchange.reusable(False), b"".join(stream.pieces)


BYTES = [b"\r", b"\n", b"\r\n", b"\n\n", b"\0", b"\t", b"\x01", b"\x0b", b"\x7f", b"\xe9"]
ODD = st.sampled_from([*BYTES, *b" |:|,|;|0|1|5|a|close|chunked|HTTP/1.0||\xc3\xa9".split(b"|")])
NAMES = st.sampled_from(
    b"Content-Length content-length Transfer-Encoding Connection ETag X-A Set-Cookie Upgrade "
    b"Content-Encoding x_y! Server ".split(b" ")
)
VALUES = st.one_of(
    st.sampled_from([b"5", b"0", b"12", b"05", b"5, 5", b"5,6", b"-1", b"+5", b"9" * 20, b"9" * 21])
    | st.sampled_from([b"chunked", b"gzip", b"close", b"keep-alive", b"Close , x", b"h2c", b""])
    | st.sampled_from([b'"abc"', b"a  b", b"a\tb", b" 5", b"5 ", b"\xe9", b"identity"]),
)
LINES = st.builds(
    lambda name, blank, value, end: name + b":" + blank + value + end,
    NAMES,
    st.sampled_from([b" ", b"", b"\t ", b"  "]),
    VALUES,
    st.sampled_from([b"\r\n"] * 12 + [b"\n", b" \r\n", b"\r\n ", b"\t\r\n"]),
)
STATUS = st.sampled_from(
    [b"HTTP/1.1 200 OK\r\n"] * 8
    + [b"HTTP/1.1 206 Partial Content\r\n", b"HTTP/1.1 404 \r\n", b"HTTP/1.1 500\r\n"]
    + [b"HTTP/1.1 204 No Content\r\n", b"HTTP/1.1 304 Not Modified\r\n", b"HTTP/1.0 200 OK\r\n"]
    + [b"HTTP/1.1 103 Hints\r\n\r\nHTTP/1.1 200 OK\r\n", b"HTTP/1.1 101 S\r\n", b"\r\n", b""]
    + [b"HTTP/1.1 600 X\r\n", b"HTTP/1.1  200 OK\r\n", b"http/1.1 200 OK\r\n", b"HTTP/2 200\r\n"]
)
PLAIN = st.builds(
    lambda status, length, more: (
        b"HTTP/1.1 %d X\r\nContent-Length: %d\r\n" % (status, length) + b"".join(more)
    ),
    st.sampled_from([200, 206, 204, 304, 404]),
    st.integers(0, 12),
    st.lists(LINES, max_size=2),
)
HEADS = PLAIN | st.builds(
    lambda status, lines: status + b"".join(lines), STATUS, st.lists(LINES, max_size=4)
)
BODIES = st.sampled_from([b"", b"hello", b"hello, world", b"5\r\nhello\r\n0\r\n\r\n", b"HTTP/1.1 "])


@st.composite
def answers(draw: st.DrawFn) -> list[bytes]:
    """An answer, plain or nearly so, spoilt in some places and cut into pieces."""
    data = draw(HEADS) + draw(st.sampled_from([b"\r\n"] * 6 + [b"\n", b""])) + draw(BODIES)
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(0, len(data)))
        data = data[:at] + draw(ODD) + data[at + draw(st.integers(0, 2)) :]
    cuts = sorted(draw(st.lists(st.integers(0, len(data)), max_size=3)))
    return [data[a:b] for a, b in zip([0, *cuts], [*cuts, len(data)], strict=True)]


REQUESTS = [
    request(),
    request("POST", body=b"{}"),
    request("HEAD"),
    request("GET", (b"Connection", b"close")),
    request("PUT", (b"Transfer-Encoding", b"chunked")),
]


@given(pieces=answers(), asked=st.sampled_from(REQUESTS[:1] * 6 + REQUESTS[1:]))
@settings(max_examples=1500, deadline=None)
def test_an_answer_is_taken_as_h11_takes_it(pieces: list[bytes], asked: Request) -> None:
    assert outcome(by_us, pieces, asked) == outcome(by_h11, pieces, asked)


@given(data=st.lists(ODD | st.binary(max_size=8), max_size=30))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_taken_as_h11_takes_them(data: list[bytes]) -> None:
    pieces = [b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nA: ", *data, b"\r\n\r\nabc"]
    assert outcome(by_us, pieces, request()) == outcome(by_h11, pieces, request())


@pytest.mark.parametrize("size", [90_000, 110_000])
@pytest.mark.parametrize("end", [b"\r\n\r\nabc", b""])
def test_a_long_head_is_as_long_as_h11_lets_it_be(size: int, end: bytes) -> None:
    data = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nA: " + b"a" * size + end
    pieces = [data[at : at + 16_384] for at in range(0, len(data), 16_384)]
    assert outcome(by_us, pieces, request()) == outcome(by_h11, pieces, request())


@pytest.mark.parametrize("said", [b"close", b"Close , x", b"x,\tCLOSE", b"keep-alive", b"closed"])
def test_a_connection_is_kept_as_h11_keeps_it(said: bytes) -> None:
    pieces = [b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: %s\r\n\r\n" % said]
    assert outcome(by_us, pieces, request()) == outcome(by_h11, pieces, request())


@pytest.mark.parametrize("blank", [b" ", b"\t ", b"a "])
def test_a_line_of_blanks_costs_no_more_than_its_length(blank: bytes) -> None:
    # Read in the time that a pattern which tries every way to share the blanks never ends in.
    data = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nA:" + blank * 40_000 + b"\x01\r\n\r\nabc"
    assert outcome(by_us, [data], request()) == outcome(by_h11, [data], request())


@pytest.mark.parametrize(
    "data",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        b"HTTP/1.1 404 Not Found\r\nServer: x\r\ncontent-length:0\r\nVia: a\r\nVia: b\r\n\r\n",
        b"HTTP/1.1 206 Partial Content\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello",
    ],
)
def test_the_common_answer_needs_no_h11(data: bytes) -> None:
    for cut in range(len(data)):
        exchange = by_us(Scripted([data[:cut], data[cut:]]), request())
        assert isinstance(exchange, PlainExchange)


@pytest.mark.parametrize(
    "data",
    [
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nA: b\r\n c\r\n\r\n",
        b"HTTP/1.1 200 OK\nContent-Length: 0\n\n",
        b"HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nA: \xc3\xa9\r\n\r\n",
    ],
)
def test_any_other_answer_is_for_h11(data: bytes) -> None:
    assert isinstance(by_us(Scripted([data]), request()), UnusualExchange)


TEXTS = st.binary(max_size=6) | st.sampled_from(
    [b"GET", b"a b", b"a\r\nb: c", b"\n", b" a", b"a ", b"", b"5", b"x", b"close", b"keep-alive"]
)


@given(
    method=st.sampled_from(["GET", "POST", "DELETE", "get", "HEAD", "CONNECT", "G T", "GET\r\n"]),
    target=st.just(b"/y") | TEXTS,
    headers=st.lists(
        st.tuples(
            st.sampled_from([b"Host", b"host", b"Connection", b"Content-Length", b"Upgrade", b"A"])
            | TEXTS,
            TEXTS,
        ),
        max_size=4,
    ),
    host=st.booleans(),
)
@settings(max_examples=800, deadline=None)
def test_a_head_is_written_as_h11_writes_it(
    method: str, target: bytes, headers: list[tuple[bytes, bytes]], host: bool
) -> None:
    if host:
        headers.insert(len(headers) // 2, (b"Host", b"x"))
    asked = Request(method, "http://x/y", Place("http", b"x", None, target), headers, (), {})
    said = [b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"]
    assert outcome(by_us, said, asked) == outcome(by_h11, said, asked)


def test_the_common_head_needs_no_h11() -> None:
    headers = [(b"User-Agent", b"a/1 (b)"), (b"Host", b"x"), (b"Connection", b"keep-alive")]
    asked = Request("GET", "http://x/y", Place("http", b"x", None, b"/y?z"), headers, (), {})
    written = request_head(asked)
    assert written is not None
    event = h11.Request(method="GET", target=b"/y?z", headers=headers)
    assert (bytes(written[0]), written[1]) == (h11.Connection(h11.CLIENT).send(event), 0)


@pytest.mark.parametrize(
    "asked",
    [
        request("HEAD"),
        request("GET", (b"Connection", b"close")),
        request("GET", (b"Upgrade", b"h2c")),
        request("PUT", (b"Transfer-Encoding", b"chunked")),
        request("PUT", (b"Expect", b"100-continue"), body=b"x"),
        request("PUT", (b"Content-Length", b"1"), body=b"x"),
        request("GET", (b"host", b"y")),
        request("GET", (b"A", b"b\r\nC: d")),
        request("GET", (b"A: b\r\nC", b"d")),
        request("GET", (b"A", b"\xc3\xa9")),
        request("GET", (b"A", b" b")),
        request("GET / HTTP/1.1\r\nA: b\r\nGET"),
    ],
    ids=lambda asked: repr(asked.headers[1:]),
)
def test_any_other_head_is_for_h11(asked: Request) -> None:
    assert request_head(asked) is None


@pytest.mark.parametrize(
    ("body", "said"), [(b"abc", b"2"), (b"a", b"2"), (b"", b"2"), (b"abc", b"0")]
)
def test_a_body_of_another_length_is_refused_as_h11_does(body: bytes, said: bytes) -> None:
    asked = request("PUT", (b"Content-Length", said))
    asked.body = (body,)
    assert outcome(by_us, [], asked)[1:] == outcome(by_h11, [], asked)[1:]


def test_what_shows_variables_shows_no_head() -> None:
    asked = request("GET", (b"Authorization", b"Bearer key-0123"))
    asked.url = type(asked.url)("https://x/y?signature")
    written = request_head(asked)
    assert "key-0123" not in f"{asked!r} {written!r}"
    assert "signature" not in repr(asked)


URLS = st.from_regex(
    r"\A(https?|HTTP|ftp)://([a-z]{1,3}@)?(localhost|127\.0\.0\.1|1\.2\.3\.400|01\.2\.3\.4|A\.b"
    r"|xn--a|a_b|ü|\[::1\]|[a-z0-9.-]{1,8})(:(80|443|8080|0|70000|08)?)?"
    r"((/[a-z.%~'|\"{}&=+;:@ -]{0,4}){0,4})(\?[a-z/?%'|\[\]&=+ -]{0,6})?(#a?)?\Z"
)


@given(url=URLS)
@settings(max_examples=400, deadline=None)
def test_a_url_is_read_as_httpx_reads_it(url: str) -> None:
    place = read_url(url)
    if place is None:
        return
    theirs = httpx.URL(url)
    assert place == (theirs.scheme, theirs.raw_host, theirs.port, theirs.raw_path)
    assert (place.authority.encode(), url) == (theirs.netloc, str(theirs))


@pytest.mark.parametrize(
    "url",
    [
        "https://api.together.ai/v1/files/file-1/content",
        "http://127.0.0.1:8000/v1/files/a%2Fb",
        "https://bucket.s3.amazonaws.com/a/b.jsonl?X-Amz-Signature=0a&X-Amz-Date=1%3A2",
    ],
)
def test_the_common_url_needs_no_httpx(url: str) -> None:
    assert read_url(url) is not None


TARGET = Target("https://api.example:8443/v1", Secret("key-0123456789"), 7.0)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)
FORM = st.dictionaries(
    st.text(max_size=4),
    st.text(max_size=4) | st.integers() | st.booleans() | st.lists(st.text(max_size=3), max_size=2),
)
KWARGS = st.fixed_dictionaries(
    {
        "method": st.sampled_from(["get", "post", "put", "delete"]),
        "url": st.sampled_from(["/files", "/files/a%2Fb", "/files/ü", "https://other.example/x"]),
    },
    optional={
        "json": JSON,
        "data": FORM,
        "params": st.just({"a": "b"}),
        "headers": st.dictionaries(
            st.sampled_from(["Accept", "X-A", "content-type"]), st.just("x")
        ),
    },
)


@given(kwargs=KWARGS, presigned=st.booleans())
@settings(max_examples=400, deadline=None)
def test_a_request_is_built_as_httpx_builds_it(kwargs: dict[str, Any], presigned: bool) -> None:
    effect = Send("x", kwargs, presigned=presigned)
    ask = requests.asked(effect, TARGET)
    theirs = by_httpx.build_plain(ask, None, {})
    ours = requests.build(effect, TARGET, None)
    assert (ours.method, ours.url, ours.place) == (theirs.method, theirs.url, theirs.place)
    assert b"".join(ours.body) == b"".join(theirs.body)
    headers = {name.lower(): value for name, value in ours.headers}
    key = headers.pop(b"authorization", None)
    assert (key is None) == (presigned or "other" in kwargs["url"])
    assert headers == {name.lower(): value for name, value in theirs.headers}
    assert len(ours.headers) == len(headers) + (key is not None)


@given(timeout=st.sampled_from([None, 3, 7.0, httpx.Timeout(1, read=2), httpx.Timeout(None)]))
def test_a_timeout_means_what_httpx_means_by_it(timeout: Any) -> None:
    theirs = httpx.Timeout(60.0, connect=10.0) if timeout is None else httpx.Timeout(timeout)
    assert requests.timeouts(timeout, None) == theirs.as_dict()
    assert requests.timeouts(timeout, 0.5) == {**theirs.as_dict(), "read": 0.5}


VARIABLES = [
    "http_proxy",
    "HTTP_PROXY",
    "Http_Proxy",
    "HTTP_proxy",
    "https_proxy",
    "ALL_PROXY",
    "all_proxy",
    "no_proxy",
    "NO_PROXY",
    "REQUEST_METHOD",
    "_proxy",
    "proxy",
    "X",
]


@given(
    environment=st.dictionaries(
        st.sampled_from(VARIABLES),
        st.sampled_from(["", "http://a:1", "b:2", "*", "GET"]),
    )
)
def test_the_environment_is_read_as_urllib_reads_it(environment: dict[str, str]) -> None:
    with (
        mock.patch.dict(os.environ, environment, clear=True),
        mock.patch.object(proxies.sys, "platform", "linux"),
    ):
        assert proxies.found() == getproxies_environment()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32-be", "utf-8-sig"])
def test_json_is_read_in_any_of_its_encodings(encoding: str) -> None:
    body = json.dumps({"é": 1}, ensure_ascii=False).encode(encoding)
    assert json.loads(body) == httpx.Response(200, content=body).json()

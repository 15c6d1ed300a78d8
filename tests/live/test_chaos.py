"""The chaos server itself, spoken to by http.client and raw sockets: each fault is what it says."""

from __future__ import annotations

import base64
import gzip
import hashlib
import http.client
import json
import re
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from proof.chaos import CERTIFICATE, Answer, Chaos, Content, File, http_date

SIZE = 200_000
PATH = "/v1/files/file-1/content"


@pytest.fixture
def server() -> Iterator[Chaos]:
    with Chaos() as chaos:
        yield chaos


@pytest.fixture
def file(server: Chaos) -> File:
    return server.add("file-1", SIZE)


class Reply:
    """An answer as http.client reads it."""

    def __init__(self, raw: http.client.HTTPResponse, body: bytes) -> None:
        self.status, self.headers, self.body = raw.status, raw.headers, body


def get(url: str, **headers: str) -> Reply:
    parts = urlsplit(url)
    with closing(http.client.HTTPConnection(parts.netloc, timeout=100)) as connection:
        connection.request("GET", f"{parts.path}?{parts.query}", headers=headers)
        raw = connection.getresponse()
        return Reply(raw, raw.read())


def content(server: Chaos, **headers: str) -> Reply:
    return get(server.urls["api"] + PATH, **headers)


def raw_bytes(server: Chaos, *, tls: bool = False) -> bytes:
    """Everything that comes to one request, until the end; an unclean one raises under TLS."""
    parts = urlsplit(server.urls["api"])
    with ExitStack() as stack:
        connection = stack.enter_context(
            closing(socket.create_connection((parts.hostname, parts.port), timeout=100))
        )
        if tls:
            context = ssl.create_default_context(cafile=str(CERTIFICATE))
            connection = stack.enter_context(
                context.wrap_socket(
                    connection, server_hostname=parts.hostname, suppress_ragged_eofs=False
                )
            )
        connection.sendall(f"GET {PATH} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        came = b""
        while data := connection.recv(65536):
            came += data
        return came


# ---- the file


@given(st.integers(0, 300_000), st.integers(0, 300_000), st.integers(0, 300_000))
def test_any_window_of_the_content_is_that_window_of_the_whole(size: int, a: int, b: int) -> None:
    file = Content(size, seed=3)
    assert b"".join(file.read(a, b)) == file.whole()[a:b]


def test_no_two_blocks_and_no_two_seeds_are_alike() -> None:
    data = Content(40 << 16).whole()
    assert len({data[at : at + 65536] for at in range(0, len(data), 65536)}) == 40
    assert Content(1000, seed=1).whole() != Content(1000, seed=2).whole()


def test_the_first_difference_is_found() -> None:
    file = Content(100_000)
    data = bytearray(file.whole())
    assert file.first_difference(iter([bytes(data)])) is None
    assert file.first_difference(iter([bytes(data[:70_000])])) == 70_000
    data[66_000] ^= 1
    assert file.first_difference(iter([bytes(data[:50_000]), bytes(data[50_000:])])) == 66_000
    assert file.first_difference(iter([file.whole() + b"more"])) == 100_000


# ---- the honest server


def test_an_honest_answer_is_whole(server: Chaos, file: File) -> None:
    reply = content(server)
    assert reply.status == 200
    assert reply.body == file.content.whole()
    assert reply.headers["Content-Length"] == str(SIZE)
    assert reply.headers["ETag"] == '"one"'


def test_the_metadata_tells_the_size(server: Chaos, file: File) -> None:
    told = json.loads(get(f"{server.base_url}/files/file-1").body)
    assert (told["id"], told["bytes"]) == ("file-1", SIZE)
    file.witness = 7
    assert json.loads(get(f"{server.base_url}/files/file-1").body)["bytes"] == 7


def test_what_is_not_there_is_not_found(server: Chaos) -> None:
    assert content(server).status == 404


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [("5-9", 5, 10), ("5-", 5, SIZE), ("-5", SIZE - 5, SIZE), (f"0-{SIZE * 2}", 0, SIZE)],
)
def test_a_range_is_honoured(server: Chaos, file: File, asked: str, start: int, end: int) -> None:
    reply = content(server, Range=f"bytes={asked}")
    assert reply.status == 206
    assert reply.headers["Content-Range"] == f"bytes {start}-{end - 1}/{SIZE}"
    assert reply.body == file.content.whole()[start:end]


def test_a_range_at_the_end_is_416(server: Chaos, file: File) -> None:
    reply = content(server, Range=f"bytes={SIZE}-")
    assert (reply.status, reply.headers["Content-Range"]) == (416, f"bytes */{SIZE}")


@pytest.mark.parametrize(
    ("etag", "condition", "status"),
    [('"one"', '"one"', 206), ('"one"', '"two"', 200), ('W/"one"', 'W/"one"', 200)],
)
def test_if_range_compares_strongly(
    server: Chaos, file: File, etag: str, condition: str, status: int
) -> None:
    file.etag = etag
    assert content(server, Range="bytes=5-", **{"If-Range": condition}).status == status


def test_an_empty_file_is_empty(server: Chaos) -> None:
    server.add("file-1", 0)
    reply = content(server)
    assert (reply.status, reply.body, reply.headers["Content-Length"]) == (200, b"", "0")


def test_a_connection_serves_many_requests(server: Chaos, file: File) -> None:
    netloc = urlsplit(server.base_url).netloc
    with closing(http.client.HTTPConnection(netloc, timeout=100)) as connection:
        for _ in range(3):
            connection.request("GET", PATH)
            assert connection.getresponse().read() == file.content.whole()
    assert [seen.connection for seen in server.requests] == [0, 0, 0]


def test_requests_and_bytes_are_counted(server: Chaos, file: File) -> None:
    content(server, Range="bytes=10-", Authorization="Bearer x")
    [seen] = server.requests
    assert (seen.method, seen.path, seen.origin) == ("GET", PATH, "api")
    assert seen.headers["authorization"] == "Bearer x"
    assert (seen.status, seen.sent, server.sent) == (206, SIZE - 10, SIZE - 10)


def test_a_script_is_played_once_and_then_the_server_is_honest(server: Chaos, file: File) -> None:
    file.script(Answer(status=503), Answer(status=404))
    assert [content(server).status for _ in range(3)] == [503, 404, 200]
    file.script(then=Answer(status=500))
    assert [content(server).status for _ in range(2)] == [500, 500]


# ---- the faults


def test_chunked(server: Chaos, file: File) -> None:
    file.script(Answer(framing="chunked"))
    reply = content(server)
    assert reply.body == file.content.whole()
    assert reply.headers["Transfer-Encoding"] == "chunked"
    assert "Content-Length" not in reply.headers


def test_without_any_length(server: Chaos, file: File) -> None:
    file.script(Answer(framing="close"))
    reply = content(server)
    assert reply.body == file.content.whole()
    assert not {"Content-Length", "Transfer-Encoding"} & set(reply.headers)


@pytest.mark.parametrize(
    ("ranges", "status", "content_range", "window"),
    [
        ("ignore", 200, None, slice(None)),
        ("wrong-start", 206, f"bytes 49000-{SIZE - 1}/{SIZE}", slice(49_000, None)),
        ("short", 206, f"bytes 50000-124999/{SIZE}", slice(50_000, 125_000)),
        ("wrong-total", 206, f"bytes 50000-{SIZE - 1}/{SIZE + 1}", slice(50_000, None)),
        ("unknown-total", 206, f"bytes 50000-{SIZE - 1}/*", slice(50_000, None)),
        ("no-content-range", 206, None, slice(50_000, None)),
        ("refuse", 416, f"bytes */{SIZE}", slice(0)),
    ],
)
def test_ranges_gone_wrong(
    server: Chaos, file: File, ranges: Any, status: int, content_range: str | None, window: slice
) -> None:
    file.script(Answer(ranges=ranges))
    reply = content(server, Range="bytes=50000-")
    assert (reply.status, reply.headers["Content-Range"]) == (status, content_range)
    assert reply.body == file.content.whole()[window]


@pytest.mark.parametrize(("if_range", "status"), [("ignore", 206), ("reject", 200)])
def test_if_range_gone_wrong(server: Chaos, file: File, if_range: Any, status: int) -> None:
    file.script(Answer(if_range=if_range, etag='"two"'))
    condition = '"one"' if if_range == "ignore" else '"two"'
    assert content(server, Range="bytes=5-", **{"If-Range": condition}).status == status


@pytest.mark.parametrize("etag", ['"two"', 'W/"one"', None])
def test_another_etag(server: Chaos, file: File, etag: str | None) -> None:
    file.script(Answer(etag=etag))
    assert content(server).headers["ETag"] == etag


def test_a_file_that_changed(server: Chaos, file: File) -> None:
    file.script(Answer(content=Content(1000, seed=9), etag='"two"'))
    reply = content(server)
    assert (reply.body, reply.headers["ETag"]) == (Content(1000, seed=9).whole(), '"two"')


def test_compressed_unasked(server: Chaos, file: File) -> None:
    file.script(Answer(gzip=True))
    reply = content(server, **{"Accept-Encoding": "identity"})
    assert reply.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(reply.body) == file.content.whole()


def test_other_bytes_than_the_files(server: Chaos, file: File) -> None:
    file.script(Answer(body=b"<html>", headers={"Content-Type": "text/html"}))
    reply = content(server)
    assert (reply.status, reply.body, reply.headers["Content-Type"]) == (
        200,
        b"<html>",
        "text/html",
    )


def test_one_damaged_byte(server: Chaos, file: File) -> None:
    file.script(Answer(corrupt_at=150_000))
    data = content(server).body
    assert file.content.first_difference(iter([data])) == 150_000
    assert len(data) == SIZE


def test_checksums_right_and_wrong(server: Chaos, file: File) -> None:
    digest = hashlib.sha256(file.content.whole()).digest()
    wanted = f"sha-256=:{base64.b64encode(digest).decode()}:"
    file.script(Answer(checksum="repr-digest"), Answer(checksum="repr-digest", wrong_checksum=True))
    assert content(server).headers["Repr-Digest"] == wanted
    assert content(server).headers["Repr-Digest"] != wanted
    file.script(Answer(checksum="etag-md5"), Answer(checksum="content-md5"))
    md5 = hashlib.md5(file.content.whole())
    assert content(server).headers["ETag"] == f'"{md5.hexdigest()}"'
    assert content(server).headers["Content-MD5"] == base64.b64encode(md5.digest()).decode()


def test_retry_after_as_a_date(server: Chaos, file: File) -> None:
    file.script(Answer(status=429, headers={"Retry-After": http_date(3600)}))
    when = parsedate_to_datetime(content(server).headers["Retry-After"])
    assert 3500 < when.timestamp() - time.time() < 3700


def test_a_redirect_leads_to_another_origin_where_the_url_expires(
    server: Chaos, file: File
) -> None:
    file.script(Answer(redirect="storage", signed_uses=1))
    file.script(Answer(etag='"stored"'), at="storage")
    reply = content(server)
    assert reply.status == 302
    location = reply.headers["Location"]
    assert location.startswith(server.urls["storage"] + "/")
    stored = get(location)
    assert (stored.status, stored.headers["ETag"]) == (200, '"stored"')
    assert stored.body == file.content.whole()
    assert get(location).status == 403
    assert [seen.origin for seen in server.requests] == ["api", "storage", "storage"]


def test_a_signed_url_expires_with_time_and_cannot_be_guessed(server: Chaos, file: File) -> None:
    file.script(Answer(redirect="storage", signed_seconds=0))
    location = content(server).headers["Location"]
    assert get(location).status == 403
    assert get(location.replace("signature=0", "signature=7")).status == 403


@pytest.mark.parametrize("cut", [0, 1, 99_999, SIZE - 1])
@pytest.mark.parametrize("ending", ["fin", "rst"])
def test_a_cut_comes_after_exactly_so_many_bytes(
    server: Chaos, file: File, cut: int, ending: Any
) -> None:
    file.script(Answer(cut=cut, ending=ending))
    port = urlsplit(server.urls["api"]).port
    came = b""
    with closing(socket.create_connection(("127.0.0.1", port), timeout=100)) as connection:
        connection.sendall(f"GET {PATH} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        reset = False
        try:
            while data := connection.recv(65536):
                came += data
        except ConnectionResetError:
            reset = True
    assert came.split(b"\r\n\r\n", 1)[1] == file.content.whole()[:cut]
    assert reset == (ending == "rst")
    assert server.requests[0].sent == cut


@pytest.mark.parametrize("cut", [0, 1, 30])
def test_a_cut_within_the_head(server: Chaos, file: File, cut: int) -> None:
    file.script(Answer(cut_head=cut))
    assert raw_bytes(server) == b"HTTP/1.1 200 OK\r\nContent-Type: app"[:cut]


def test_a_stall_says_nothing_for_a_while(server: Chaos, file: File) -> None:
    file.script(Answer(stall_at=1000, stall=0.3))
    began = time.monotonic()
    assert content(server).body == file.content.whole()
    assert time.monotonic() - began >= 0.3


def test_a_rate_is_kept_by_each_connection(server: Chaos, file: File) -> None:
    file.script(Answer(rate=SIZE * 4))
    began = time.monotonic()
    content(server)
    assert time.monotonic() - began >= 0.2


def test_a_total_rate_is_shared(server: Chaos, file: File) -> None:
    server.total.rate = SIZE * 8
    began = time.monotonic()
    content(server)
    content(server)
    assert time.monotonic() - began >= 0.2


def test_tls_ends_with_close_notify() -> None:
    with Chaos(tls=True) as server:
        file = server.add("file-1", SIZE)
        file.script(Answer(framing="close"))
        assert raw_bytes(server, tls=True).endswith(file.content.whole())


@pytest.mark.skipif(ssl.OPENSSL_VERSION_INFO < (3,), reason="OpenSSL 1 does not tell")
def test_tls_without_close_notify_is_an_unclean_end() -> None:
    with Chaos(tls=True) as server:
        server.add("file-1", SIZE).script(Answer(framing="close", ending="unclean"))
        with pytest.raises(ssl.SSLEOFError):
            raw_bytes(server, tls=True)


def test_from_tls_to_plain() -> None:
    with Chaos(tls=True) as server:
        server.add("file-1", SIZE).script(
            Answer(redirect="plain", headers={"Connection": "close"}, framing="close")
        )
        location = re.search(rb"Location: (\S+)", raw_bytes(server, tls=True))
        assert location is not None
        assert location[1].startswith(server.urls["plain"].encode() + b"/signed/")
        assert server.urls["plain"].startswith("http://")
        assert get(location[1].decode()).status == 200

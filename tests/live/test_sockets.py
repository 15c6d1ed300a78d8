"""Bodies over real sockets, by this library's own sockets and by httpx's: the same either way."""

from __future__ import annotations

import gzip
import hashlib
import os
import random
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import Mock

import httpcore
import httpx
import pytest

from tests.conftest import KEY
from tests.live.raw import CERTIFICATE, Handler, Raw, answer, proxy, raw, server_context, whole
from together_ext import errors
from together_ext.flow import Body, Receive, Reply, Send
from together_ext.http import Connections, Session, Target, direct
from together_ext.http.transport import Transport
from together_ext.settings import Secret

# More than goes the long way (direct.SMALLEST), and no multiple of any buffer.
BODY = random.Random(1).randbytes(3_000_017)
SMALL = BODY[:1000]

Serve = Callable[..., Raw]


@pytest.fixture
def serve() -> Iterator[Serve]:
    with ExitStack() as stack:

        def start(handler: Handler, tls: ssl.SSLContext | None = None) -> Raw:
            return stack.enter_context(raw(handler, tls))

        yield start


@pytest.fixture(params=["own", "httpx"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each test that takes it runs with this library's sockets and with httpx's."""
    if request.param == "httpx":
        monkeypatch.setenv("TOGETHER_EXT_TRANSPORT", "httpx")
    way: str = request.param
    return way


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))


@pytest.fixture
def directly(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The lengths of the bodies that went from the socket to their reader."""
    seen: list[int] = []
    real = direct.receive

    def spy(raw: httpx.Response, size: int, write: Any, room: Any = None) -> None:
        seen.append(size)
        real(raw, size, write, room)

    monkeypatch.setattr(direct, "receive", spy)
    return seen


@dataclass
class Got:
    """What came of a request: the reply, the bytes, and what they ended in."""

    reply: Reply
    data: bytearray = field(default_factory=bytearray)
    error: errors.APIConnectionError | None = None


class Caller:
    """Sends requests as flows do, each in a session of its own on the same connections."""

    def __init__(self, base_url: str, client: httpx.Client | None = None) -> None:
        self.connections = Connections(client)
        self.target = Target(f"{base_url}/v1", Secret(KEY), 60.0)

    def session(self) -> Session:
        return Session(self.connections, self.target)

    def get(self, path: str = "/x", *, decode: bool = False, **options: Any) -> Got:
        with self.session() as session:
            got = Got(session.perform(Send("get", request(path), stream=True, **options)))
            if not 200 <= got.reply.status < 300:
                got.data += got.reply.content
                return got
            try:
                session.perform(Receive(got.reply, decode, got.data.extend, lambda count: None))
            except errors.APIConnectionError as error:
                got.error = error
            return got

    def close(self) -> None:
        self.connections.close()


def request(path: str = "/x") -> dict[str, Any]:
    return {"method": "get", "url": path, "headers": {"Accept-Encoding": "identity"}}


@pytest.fixture
def call() -> Iterator[Callable[..., Caller]]:
    with ExitStack() as stack:

        def make(*arguments: Any) -> Caller:
            caller = Caller(*arguments)
            stack.callback(caller.close)
            return caller

        yield make


Call = Callable[..., Caller]


def say(*parts: bytes, close: bool = False) -> Handler:
    """Answer every request with these bytes."""

    def handler(connection: socket.socket, head: bytes) -> bool:
        for part in parts:
            connection.sendall(part)
        return not close

    return handler


# ---- the same bytes, whatever the shape of the answer

CHUNKED = b"%x\r\n%s\r\n5\r\nabcde\r\n0\r\n\r\n" % (len(BODY), BODY)
PACKED = gzip.compress(BODY, 1)
SHAPES: dict[str, tuple[bytes, bytes, bool]] = {
    # what is sent, the body that is meant, whether the connection must end
    "a length": (whole(BODY), BODY, False),
    "a small length": (whole(SMALL), SMALL, False),
    "an empty body": (whole(b""), b"", False),
    "chunked": (answer(CHUNKED, "Transfer-Encoding: chunked"), BODY + b"abcde", False),
    "until the end": (answer(BODY), BODY, True),
    "HTTP/1.0": (whole(BODY).replace(b"HTTP/1.1", b"HTTP/1.0", 1), BODY, True),
    "a range": (whole(BODY, status="206 Partial Content"), BODY, False),
    "another success": (whole(BODY, status="203 Non-Authoritative"), BODY, False),
    "no content": (answer(b"", status="204 No Content"), b"", False),
    "early hints": (answer(b"", "Link: </x>", status="103 Early Hints") + whole(BODY), BODY, False),
    "identity said": (whole(BODY, "Content-Encoding: identity"), BODY, False),
    "the length said twice": (whole(BODY, f"Content-Length: {len(BODY)}"), BODY, False),
    "gzip, not undone": (whole(PACKED, "Content-Encoding: gzip"), PACKED, False),
    "close at the end": (whole(BODY, "Connection: close"), BODY, True),
}
DIRECT = {"a length", "a range", "early hints", "identity said", "close at the end"}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_body_comes_whole(
    way: str, serve: Serve, call: Call, directly: list[int], shape: str
) -> None:
    sent, body, ends = SHAPES[shape]
    server = serve(say(sent, close=ends))
    got = call(server.base_url).get()
    assert got.error is None
    assert bytes(got.data) == body
    assert got.reply.received == len(body)
    if way == "httpx":
        assert directly == []
    elif shape != "the length said twice":  # as h11 leaves it
        assert bool(directly) == (shape in DIRECT)


def test_a_body_to_be_decoded_goes_httpx_s_way(
    way: str, serve: Serve, call: Call, directly: list[int]
) -> None:
    server = serve(say(whole(PACKED, "Content-Encoding: gzip")))
    got = call(server.base_url).get(decode=True)
    assert bytes(got.data) == BODY
    assert got.reply.received == len(PACKED)
    assert directly == []


def test_a_client_of_the_caller_s_own_is_used_as_it_is(
    serve: Serve, call: Call, directly: list[int]
) -> None:
    server = serve(say(whole(BODY)))
    with httpx.Client() as own:
        assert bytes(call(server.base_url, own).get().data) == BODY
    assert directly == []


def test_a_mocked_transport_is_httpx_s(
    serve: Serve, call: Call, directly: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def mocked(transport: httpx.HTTPTransport, request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, stream=httpx.ByteStream(BODY))

    server = serve(say(whole(SMALL)))
    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", mocked)
    assert bytes(call(server.base_url).get().data) == BODY
    assert (server.connections, directly) == (0, [])


def _by_a_transport(client: httpx.Client, url: httpx.URL) -> httpx.BaseTransport:
    return httpx.MockTransport(lambda request: httpx.Response(200, stream=httpx.ByteStream(BODY)))


def _by_a_response(client: httpx.Client, request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, stream=httpx.ByteStream(BODY), request=request)


def _by_the_pool(pool: httpcore.ConnectionPool, request: httpcore.Request) -> httpcore.Response:
    return httpcore.Response(200, content=BODY)


@pytest.mark.parametrize(
    ("mocked", "method", "mock"),
    [
        (httpx.Client, "_transport_for_url", _by_a_transport),
        (httpx.Client, "_send_single_request", _by_a_response),
        (httpcore.ConnectionPool, "handle_request", _by_the_pool),
        (httpcore.ConnectionPool, "handle_request", Mock(return_value=httpcore.Response(404))),
    ],
    ids=["respx by httpx", "vcrpy before 7", "respx", "unittest"],
)
@pytest.mark.parametrize("proxy", [None, "http://127.0.0.1:9"])
def test_what_is_mocked_elsewhere_in_httpx_reaches_no_network(
    serve: Serve,
    call: Call,
    monkeypatch: pytest.MonkeyPatch,
    mocked: type,
    method: str,
    mock: Any,
    proxy: str | None,
) -> None:
    if proxy is not None:
        monkeypatch.setenv("HTTP_PROXY", proxy)
    server = serve(say(whole(SMALL)))
    caller = call(server.base_url)
    monkeypatch.setattr(mocked, method, mock)
    got = caller.get()
    assert (got.reply.status, bytes(got.data)) in [(200, BODY), (404, b"")]
    monkeypatch.undo()
    assert server.connections == 0


def test_a_head_may_come_byte_by_byte(way: str, serve: Serve, call: Call) -> None:
    sent = whole(BODY)
    head = len(sent) - len(BODY) + 3
    server = serve(say(*(sent[i : i + 1] for i in range(head)), sent[head:]))
    assert bytes(call(server.base_url).get().data) == BODY


@pytest.mark.parametrize("status", ["404 Not Found", "500 Oops", "416 Range Not Satisfiable"])
def test_of_an_error_the_beginning_is_read(
    way: str, serve: Serve, call: Call, directly: list[int], status: str
) -> None:
    server = serve(say(whole(BODY, status=status)))
    got = call(server.base_url).get()
    assert got.reply.status == int(status[:3])
    assert BODY.startswith(bytes(got.data))
    assert 0 < len(got.data) < len(BODY)
    assert directly == []


# ---- cut and stalled


@pytest.mark.parametrize("cut", [0, 1, 65_536, 1_500_000, len(BODY) - 1])
@pytest.mark.parametrize("tls", [False, True])
def test_what_came_before_a_cut_is_handed_on(
    way: str, serve: Serve, call: Call, trusted: None, cut: int, tls: bool
) -> None:
    sent = whole(BODY)[: cut - len(BODY)]
    server = serve(say(sent, close=True), server_context() if tls else None)
    got = call(server.base_url).get()
    assert isinstance(got.error, errors.APIConnectionError)
    assert "without sending complete message body" in str(got.error)
    assert got.error.retryable
    assert bytes(got.data) == BODY[:cut]
    assert got.reply.received == cut


@pytest.mark.parametrize("held", [0, 1_500_000])
def test_a_stall_is_a_timeout(way: str, serve: Serve, call: Call, held: int) -> None:
    over = threading.Event()

    def handler(connection: socket.socket, head: bytes) -> bool:
        connection.sendall(whole(BODY)[: held - len(BODY)])
        over.wait(300)
        return False

    got = call(serve(handler).base_url).get(read_timeout=1.5)
    over.set()
    assert isinstance(got.error, errors.APITimeoutError)
    assert bytes(got.data) == BODY[:held]
    assert got.reply.received == held


def test_a_request_may_wait_less_than_the_client_would(way: str, serve: Serve, call: Call) -> None:
    over = threading.Event()

    def handler(connection: socket.socket, head: bytes) -> bool:
        over.wait(300)
        return False

    with pytest.raises(errors.APITimeoutError):
        call(serve(handler).base_url).get(read_timeout=0.05)
    over.set()


def test_what_has_come_does_not_wait_for_a_full_buffer(way: str, serve: Serve, call: Call) -> None:
    came = threading.Event()

    def handler(connection: socket.socket, head: bytes) -> bool:
        sent = whole(BODY)
        connection.sendall(sent[: 100_000 - len(BODY)])
        if came.wait(300):  # until the client has been handed the first of it
            connection.sendall(sent[100_000 - len(BODY) :])
        return True

    caller = call(serve(handler).base_url)
    data = bytearray()

    def write(piece: bytes | memoryview) -> None:
        data.extend(piece)
        if len(data) >= 100_000:
            came.set()

    with caller.session() as session:
        reply = session.perform(Send("get", request(), stream=True))
        session.perform(Receive(reply, False, write, lambda count: None))
    assert bytes(data) == BODY


def test_an_error_of_the_reader_s_own_goes_on_up(way: str, serve: Serve, call: Call) -> None:
    def write(piece: bytes | memoryview) -> None:
        raise OSError(28, "No space left on device")

    server = serve(say(whole(BODY)))
    caller = call(server.base_url)
    with caller.session() as session:
        reply = session.perform(Send("get", request(), stream=True))
        with pytest.raises(OSError, match="No space"):
            session.perform(Receive(reply, False, write, lambda count: None))
    assert bytes(caller.get().data) == BODY


# ---- connections


def test_a_connection_is_used_again_after_a_large_body(serve: Serve, call: Call) -> None:
    server = serve(say(whole(BODY)))
    caller = call(server.base_url)
    for _ in range(3):
        assert bytes(caller.get().data) == BODY
    assert (len(server.heads), server.connections) == (3, 1)


@pytest.mark.parametrize("body", [SMALL, BODY], ids=["small", "large"])
@pytest.mark.parametrize("tls", [False, True])
def test_bytes_beyond_the_length_are_no_answer(
    serve: Serve, call: Call, trusted: None, body: bytes, tls: bool
) -> None:
    # httpx's own way takes them for the answer to the next request.
    forged = whole(body) + whole(b"forged")
    server = serve(say(forged), server_context() if tls else None)
    caller = call(server.base_url)
    for _ in range(3):
        got = caller.get()
        assert (got.reply.status, bytes(got.data)) == (200, body)


@pytest.mark.parametrize("body", [SMALL, BODY], ids=["small", "large"])
@pytest.mark.parametrize("tls", [False, True])
def test_a_connection_that_the_server_closed_is_not_used_again(
    way: str, serve: Serve, call: Call, trusted: None, body: bytes, tls: bool
) -> None:
    closed = threading.Event()

    def handler(connection: socket.socket, head: bytes) -> bool:
        connection.sendall(whole(body))
        socket.socket.shutdown(connection, socket.SHUT_RDWR)  # without a word of it in the head
        closed.set()
        return False

    server = serve(handler, server_context() if tls else None)
    caller = call(server.base_url)
    for _ in range(3):
        closed.clear()
        assert bytes(caller.get().data) == body
        assert closed.wait(300)
    assert server.connections == 3


def test_no_descriptor_is_left_open(
    way: str, serve: Serve, call: Call, trusted: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not os.path.isdir("/proc/self/fd"):
        pytest.skip("only Linux says what is open")
    plain, tls = serve(say(whole(BODY))), serve(say(whole(BODY)), server_context())
    cut = serve(say(whole(BODY)[:-5], close=True))
    untrusted = serve(say(whole(BODY)), server_context())

    def sockets() -> int:
        links = []
        for name in os.listdir("/proc/self/fd"):
            try:
                links.append(os.readlink(f"/proc/self/fd/{name}"))
            except FileNotFoundError:
                continue
        return sum(link.startswith("socket:") for link in links)

    def session() -> None:
        for server in (plain, tls, cut):
            with closing(Caller(server.base_url)) as caller:
                caller.get()
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            port = unused.getsockname()[1]
            with (
                closing(Caller(f"http://127.0.0.1:{port}")) as caller,
                pytest.raises(errors.APIConnectionError),
            ):
                caller.get()
        with monkeypatch.context() as patch:
            patch.delenv("SSL_CERT_FILE")
            with (
                closing(Caller(untrusted.base_url)) as caller,
                pytest.raises(errors.APIConnectionError),
            ):
                caller.get()

    session()
    for server in (plain, tls, cut, untrusted):
        server.settle()
    before = sockets()
    for _ in range(3):
        session()
    for server in (plain, tls, cut, untrusted):
        server.settle()
    assert sockets() <= before  # fewer, where something else has ended meanwhile


def test_threads_share_a_client(way: str, serve: Serve, call: Call) -> None:
    def handler(connection: socket.socket, head: bytes) -> bool:
        seed = head.split(b" ")[1].rpartition(b"/")[2]
        connection.sendall(whole(random.Random(seed).randbytes(1_200_000)))
        return True

    caller = call(serve(handler).base_url)
    with ThreadPoolExecutor(8) as pool:
        bodies = pool.map(lambda n: bytes(caller.get(f"/{n}").data), range(32))
        for number, body in enumerate(bodies):
            assert body == random.Random(str(number).encode()).randbytes(1_200_000)


# ---- TLS

VERSIONS = [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3]


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.name)
@pytest.mark.parametrize("shape", ["a length", "a small length", "chunked", "until the end"])
def test_the_body_comes_whole_over_tls(
    way: str, serve: Serve, call: Call, trusted: None, version: ssl.TLSVersion, shape: str
) -> None:
    sent, body, ends = SHAPES[shape]
    server = serve(say(sent, close=ends), server_context(version))
    caller = call(server.base_url)
    for _ in range(2):
        got = caller.get()
        assert got.error is None
        assert bytes(got.data) == body


def test_records_of_any_size_are_put_together(
    way: str, serve: Serve, call: Call, trusted: None
) -> None:
    sent = whole(BODY[:1_100_000])
    sizes = random.Random(2)

    def handler(connection: socket.socket, head: bytes) -> bool:
        place = 0
        while place < len(sent):
            size = sizes.choice([1, 100, 5_000, 16_384, 100_000])
            connection.sendall(sent[place : place + size])
            place += size
        return True

    got = call(serve(handler, server_context()).base_url).get()
    assert bytes(got.data) == BODY[:1_100_000]


def test_a_goodbye_of_tls_in_the_middle_is_a_cut(
    way: str, serve: Serve, call: Call, trusted: None
) -> None:
    def handler(connection: socket.socket, head: bytes) -> bool:
        assert isinstance(connection, ssl.SSLSocket)
        connection.sendall(whole(BODY)[:-100])
        with closing(connection.unwrap()):  # says close_notify
            return False

    got = call(serve(handler, server_context()).base_url).get()
    assert "without sending complete message body" in str(got.error)
    assert bytes(got.data) == BODY[:-100]


@pytest.mark.parametrize("wrong", ["issuer", "host"])
def test_a_certificate_that_does_not_fit_is_refused(
    way: str, serve: Serve, call: Call, monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    server = serve(say(whole(BODY)), server_context())
    base_url = server.base_url
    if wrong == "host":
        monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
        base_url = base_url.replace("127.0.0.1", "localhost")
    with pytest.raises(errors.APIConnectionError, match="certificate") as caught:
        call(base_url).get()
    assert (caught.value.sent, caught.value.retryable) == (False, False)
    assert server.heads == []


def test_what_is_no_tls_is_a_failed_connection(
    way: str, serve: Serve, call: Call, trusted: None
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def greet() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.sendall(b"220 mail.example ESMTP\r\n")
                connection.recv(65536)

        thread = threading.Thread(target=greet, daemon=True)
        thread.start()
        with pytest.raises(errors.APIConnectionError, match="cannot connect") as caught:
            call(f"https://127.0.0.1:{listener.getsockname()[1]}").get()
        thread.join(300)
    assert not caught.value.sent


@pytest.mark.parametrize("tls", [False, True])
def test_an_upload_goes_out_whole(
    way: str, serve: Serve, call: Call, trusted: None, tls: bool
) -> None:
    seen: list[str] = []

    def handler(connection: socket.socket, head: bytes) -> bool:
        body = b""
        while len(body) < len(BODY):
            body += connection.recv(1 << 20)
        seen.append(hashlib.sha256(body).hexdigest())
        connection.sendall(whole(b"{}"))
        return True

    server = serve(handler, server_context() if tls else None)
    pieces = Body(len(BODY), lambda: iter([BODY[:7], BODY[7:2_000_000], BODY[2_000_000:]]), print)
    with call(server.base_url).session() as session:
        kwargs = {"method": "put", "url": "/x"}
        assert session.perform(Send("put", kwargs, body=pieces)).status == 200
    assert seen == [hashlib.sha256(BODY).hexdigest()]


# ---- proxies


@pytest.mark.parametrize("to", ["http", "https"])
@pytest.mark.parametrize("by", ["http", "https"])
def test_a_proxy_of_the_environment_is_used(
    way: str,
    serve: Serve,
    call: Call,
    trusted: None,
    monkeypatch: pytest.MonkeyPatch,
    by: str,
    to: str,
) -> None:
    between = serve(proxy, server_context() if by == "https" else None)
    server = serve(say(whole(BODY)), server_context() if to == "https" else None)
    monkeypatch.setenv(f"{to}_proxy", between.base_url)
    caller = call(server.base_url)
    for _ in range(2):
        assert bytes(caller.get().data) == BODY
    assert between.heads[0].startswith(b"CONNECT" if to == "https" else b"GET http://")


def test_a_host_of_no_proxy_is_asked_directly(
    way: str, serve: Serve, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    between, server = serve(proxy), serve(say(whole(BODY)))
    monkeypatch.setenv("http_proxy", between.base_url)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    assert bytes(call(server.base_url).get().data) == BODY
    assert between.connections == 0


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"http_proxy": "127.0.0.1:1"},
        {"https_proxy": "http://user:pass@127.0.0.1:1", "all_proxy": "http://127.0.0.1:2"},
        {"all_proxy": "http://127.0.0.1:2", "no_proxy": "*"},
        {"http_proxy": "http://127.0.0.1:1", "no_proxy": "localhost, .a.example, 10.0.0.1, ::1"},
        {"http_proxy": "http://127.0.0.1:1", "no_proxy": "10.0.0.0/8,http://b.example,LOCALHOST"},
    ],
)
def test_the_environment_is_read_as_httpx_reads_it(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]
) -> None:
    from httpx._utils import get_environment_proxies

    from together_ext.http.proxies import mounts

    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    ours = {pattern: transport is not None for pattern, transport in mounts().items()}
    theirs = {pattern: url is not None for pattern, url in get_environment_proxies().items()}
    assert ours == theirs


def test_a_proxy_that_refuses_was_never_sent_to(
    way: str, serve: Serve, call: Call, trusted: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    between = serve(say(whole(b"", status="407 Proxy Authentication Required"), close=True))
    monkeypatch.setenv("https_proxy", between.base_url)
    with pytest.raises(errors.APIConnectionError) as caught:
        call("https://127.0.0.1:1").get()
    assert not caught.value.sent


def test_the_pool_is_closed_with_the_client(serve: Serve) -> None:
    gone = threading.Event()

    def handler(connection: socket.socket, head: bytes) -> bool:
        connection.sendall(whole(SMALL))
        if not connection.recv(1):
            gone.set()
        return False

    caller = Caller(serve(handler).base_url)
    caller.get()
    caller.close()
    assert gone.wait(300)


def test_a_transport_alone_serves_any_httpx_client(serve: Serve) -> None:
    server = serve(say(whole(BODY)))
    with httpx.Client(transport=Transport()) as client:
        assert client.get(server.base_url).content == BODY

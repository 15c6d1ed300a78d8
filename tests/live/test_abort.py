"""A session broken off from another thread, whatever it waits for."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing

import httpx
import pytest

from tests.conftest import KEY
from tests.live.raw import raw, server_context, whole
from tests.live.test_sockets import BODY, Caller, request
from tests.live.test_sockets import trusted as trusted
from tests.live.test_sockets import way as way
from together_ext import Together, errors, retry
from together_ext.calls import Policy, fetch
from together_ext.flow import Receive, Send, Sleep, run
from together_ext.http import Session
from together_ext.operations import retrieve_file

LONG = 3600.0  # seconds; no test waits for it


def broken_off(session: Session, work: Callable[[], object], when: threading.Event) -> None:
    """Do ``work`` in a thread, abort the session when it says so, and expect the one error."""
    caught: list[BaseException] = []

    def target() -> None:
        try:
            work()
        except BaseException as error:
            caught.append(error)

    thread = threading.Thread(target=target, daemon=True)
    thread.start()
    assert when.wait(300)
    session.abort()
    thread.join(300)
    assert not thread.is_alive()
    assert [type(error) for error in caught] == [errors.APIConnectionError]
    assert isinstance(caught[0], errors.APIConnectionError)
    assert not caught[0].retryable
    assert "broken off" in str(caught[0])


@pytest.fixture
def over() -> Iterator[threading.Event]:
    """Set when the test is over: until then servers hold back."""
    event = threading.Event()
    yield event
    event.set()


@pytest.mark.parametrize("tls", [False, True])
def test_waiting_for_an_answer(trusted: None, over: threading.Event, tls: bool) -> None:
    asked = threading.Event()

    def handler(connection: socket.socket, head: bytes) -> bool:
        asked.set()
        over.wait(300)
        return False

    with (
        raw(handler, server_context() if tls else None) as server,
        closing(Caller(server.base_url)) as caller,
        caller.session() as session,
    ):
        broken_off(session, lambda: session.perform(Send("get", request())), asked)
        over.set()


@pytest.mark.parametrize("tls", [False, True])
@pytest.mark.parametrize("whose", ["ours", "the caller's"])
def test_waiting_for_bytes(
    way: str, trusted: None, over: threading.Event, tls: bool, whose: str
) -> None:
    came = threading.Event()

    def handler(connection: socket.socket, head: bytes) -> bool:
        connection.sendall(whole(BODY)[:-1_000_000])
        over.wait(300)
        return False

    data = bytearray()

    def write(piece: bytes | memoryview) -> None:
        data.extend(piece)
        if len(data) == len(BODY) - 1_000_000:
            came.set()

    own = httpx.Client() if whose == "the caller's" else None
    with (
        raw(handler, server_context() if tls else None) as server,
        closing(Caller(server.base_url, own)) as caller,
        caller.session() as session,
    ):
        reply = session.perform(Send("get", request(), stream=True))
        receive = Receive(reply, False, write, lambda count: None)
        broken_off(session, lambda: session.perform(receive), came)
        over.set()
    if own is not None:
        own.close()


def test_waiting_for_a_connection() -> None:
    with socket.socket() as full:
        # A queue of one place that is taken: the next connection is neither made nor refused.
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        waiting = []
        for _ in range(4):
            sock = socket.socket()
            sock.setblocking(False)
            sock.connect_ex(full.getsockname())
            waiting.append(sock)
        started = threading.Event()
        caller = Caller(f"http://127.0.0.1:{full.getsockname()[1]}")

        def work() -> None:
            started.set()
            session.perform(Send("get", request()))

        with closing(caller), caller.session() as session:
            broken_off(session, work, started)
        for sock in waiting:
            sock.close()


def test_sending_a_body_that_no_one_reads(over: threading.Event) -> None:
    from together_ext.flow import Body

    asked = threading.Event()

    def handler(connection: socket.socket, head: bytes) -> bool:
        asked.set()
        over.wait(300)
        return False

    body = Body(1 << 30, lambda: iter([bytes(1 << 20)] * 1024), lambda count: None)
    with (
        raw(handler) as server,
        closing(Caller(server.base_url)) as caller,
        caller.session() as session,
    ):
        send = Send("put", {"method": "put", "url": "/x"}, body=body)
        broken_off(session, lambda: session.perform(send), asked)
        over.set()


def test_waiting_between_two_attempts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retry, "FIRST_DELAY", LONG)
    answered = threading.Event()

    def handler(connection: socket.socket, head: bytes) -> bool:
        connection.sendall(whole(b"{}", "Retry-After: 100", status="503 Busy"))
        answered.set()
        return True

    with (
        raw(handler) as server,
        Together(KEY, base_url=server.base_url) as client,
        client._session() as session,
    ):
        call = fetch(retrieve_file("file-1"), Policy(5))
        broken_off(session, lambda: run(call, session), answered)
        assert len(server.heads) == 1


def test_what_comes_after_is_not_begun() -> None:
    with (
        raw(lambda connection, head: connection.sendall(whole(BODY))) as server,
        closing(Caller(server.base_url)) as caller,
        caller.session() as session,
    ):
        reply = session.perform(Send("get", request(), stream=True))
        session.abort()
        session.abort()
        with pytest.raises(errors.APIConnectionError, match="broken off"):
            session.perform(Receive(reply, False, lambda data: None, lambda count: None))
        with pytest.raises(errors.APIConnectionError, match="broken off"):
            session.perform(Send("get", request()))
        session.perform(Sleep(LONG))
        assert len(server.heads) == 1


def test_other_sessions_on_the_same_connections_go_on() -> None:
    with (
        raw(lambda connection, head: connection.sendall(whole(BODY))) as server,
        closing(Caller(server.base_url)) as caller,
    ):
        assert bytes(caller.get().data) == BODY
        with caller.session() as session:
            session.abort()
        assert bytes(caller.get().data) == BODY

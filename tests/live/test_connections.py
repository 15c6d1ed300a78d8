"""Whose a connection is: its process's, its event loop's, its session's."""

from __future__ import annotations

import gc
import os
import socket
import threading
from typing import Any

import anyio
import pytest

from tests.conftest import KEY
from tests.live.raw import raw, whole
from together_ext import AsyncTogether, Together
from together_ext.flow import Receive, Reply, Send
from together_ext.http import Connections, Session, Target
from together_ext.settings import Secret


def tell(connection: socket.socket, head: bytes) -> bool:
    """Answer with the id that was asked for."""
    id = head.split(b" ")[1].rpartition(b"/")[2]
    connection.sendall(whole(b'{"object": "file", "id": "%s"}' % id))
    return True


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows does not fork")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("way", ["own", "httpx", "hooks"])
def test_a_fork_has_connections_of_its_own(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    options: dict[str, Any] = {}
    if way == "httpx":
        monkeypatch.setenv("TOGETHER_EXT_TRANSPORT", "httpx")
    elif way == "hooks":
        options["event_hooks"] = {"request": [lambda request: None]}
    with raw(tell) as server, Together(KEY, base_url=server.base_url, **options) as client:
        client.files.retrieve("before")
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                os.write(writing, client.files.retrieve("child").id.encode())
            finally:
                os._exit(0)
        os.waitpid(child, 0)
        assert os.read(reading, 20) == b"child"
        assert client.files.retrieve("parent").id == "parent"
        assert server.connections == 2
        os.close(reading)
        os.close(writing)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows does not fork")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_fork_waits_for_no_lock_of_a_thread_that_it_does_not_have() -> None:
    with raw(tell) as server, Together(KEY, base_url=server.base_url) as client:
        client.files.retrieve("before")
        connections = client._shared.connections()
        pool = connections.pool()
        assert pool is not None
        with connections._lock, pool._changed:
            child = os.fork()
            if child == 0:
                try:
                    threading.Timer(20, os._exit, [1]).start()
                    client.files.retrieve("child")
                    os._exit(0)
                finally:
                    os._exit(2)
        assert os.waitpid(child, 0)[1] == 0


# A loop that has ended cannot close its sockets; the collector does, and says so.
@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_client_serves_one_event_loop_after_the_other(backend: str) -> None:
    with raw(tell) as server:
        client = AsyncTogether(KEY, base_url=server.base_url, max_retries=0)
        for id in ("first", "second"):
            file = anyio.run(client.files.retrieve, id, backend=backend)
            assert file.id == id
        anyio.run(client.close, backend=backend)
    gc.collect()  # here, where the warning is expected


def test_a_client_serves_two_event_loops_at_a_time() -> None:
    with raw(tell) as server:
        client = AsyncTogether(KEY, base_url=server.base_url, max_retries=0)
        both = threading.Barrier(2, timeout=30)
        seen: list[str] = []

        async def ask(name: str) -> None:
            for number in range(3):
                both.wait()
                seen.append((await client.files.retrieve(f"{name}{number}")).id)
            both.wait()
            # Each closes what is its own: the first to do so closes the client.
            await client._shared.connections().asynchronous().aclose()

        threads = [threading.Thread(target=anyio.run, args=[ask, name]) for name in "ab"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(seen) == ["a0", "a1", "a2", "b0", "b1", "b2"]
        assert server.connections == 2


def test_breaking_off_leaves_alone_a_connection_that_another_uses_now() -> None:
    asked, answer = threading.Event(), threading.Event()

    def handler(connection: socket.socket, head: bytes) -> bool:
        if b"/second " in head:
            asked.set()
            answer.wait(30)
        connection.sendall(whole(b"body"))
        return True

    with raw(handler) as server:
        connections = Connections()
        target = Target(f"{server.base_url}/v1", Secret(KEY), 30.0)
        statuses: list[int] = []

        def get(session: Session, path: str) -> Reply:
            reply: Reply = session.perform(Send("get", {"method": "get", "url": path}, stream=True))
            session.perform(Receive(reply, False, lambda data: None, lambda count: None))
            return reply

        def second() -> None:
            with Session(connections, target) as session:
                statuses.append(get(session, "/second").status)

        with Session(connections, target) as session:
            get(session, "/first")
            thread = threading.Thread(target=second)
            thread.start()
            assert asked.wait(30)
            session.abort()
            answer.set()
            thread.join()
        connections.close()
        assert server.connections == 1
        assert statuses == [200]

"""Two listening sockets, one event loop, one process; signals end it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import sys
from collections.abc import Iterator
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from together_ext.emulator.app import applications
from together_ext.emulator.batches import Runner
from together_ext.emulator.books import Books
from together_ext.emulator.context import Context
from together_ext.emulator.engines import ENGINES
from together_ext.emulator.exchange import TRANSPORT
from together_ext.emulator.faults import Faults
from together_ext.emulator.presign import Signer
from together_ext.emulator.settings import Settings
from together_ext.emulator.store import Store


class _Protocol(H11Protocol):
    """Leaves the transport where a fault can reach it."""

    # As uvicorn itself narrows it: it is a stream server, which gets no other transport.
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.app_state = {**self.app_state, TRANSPORT: transport}


class _Server(uvicorn.Server):
    """Leaves signals to this module: two servers cannot both own them."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def bind(host: str, port: int) -> socket.socket:
    """A listening socket.

    Raises:
        OSError: The address cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named because asyncio turns Nagle's algorithm off only where it is: otherwise
    # every answer waits 40 ms for an acknowledgement between its headers and its body.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(512)
    except BaseException:
        listener.close()
        raise
    return listener


async def serve(
    settings: Settings, store: Store, api: socket.socket, storage: socket.socket
) -> None:
    """Serve until a signal; then stop where the jobs are."""
    engine = ENGINES[settings.engine]()
    runner = Runner(store, engine, settings)
    shared = Context(
        settings,
        store,
        runner,
        engine,
        Signer(store.key, settings.url_seconds),
        Books(store),
        Faults(),
        storage.getsockname()[1],
    )
    servers = [_server(app) for app in applications(shared)]

    def stop() -> None:
        for server in servers:
            server.should_exit = True

    def at_input() -> None:
        if not os.read(sys.stdin.fileno(), 4096):
            loop.remove_reader(sys.stdin.fileno())
            stop()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    if settings.until_stdin_closes:
        loop.add_reader(sys.stdin.fileno(), at_input)
    runner.resume()
    sockets = (api, storage)
    tasks = [asyncio.create_task(s.serve([sock])) for s, sock in zip(servers, sockets, strict=True)]
    while not all(server.started for server in servers):
        await asyncio.sleep(0.002)
    host, port = api.getsockname()[:2]
    sys.stdout.write(f"listening on http://{f'[{host}]' if ':' in host else host}:{port}\n")
    sys.stdout.flush()
    await asyncio.gather(*tasks)
    await runner.stop()


def _server(app: ASGIApp) -> _Server:
    options: dict[str, Any] = {
        "http": _Protocol,
        "ws": "none",
        "lifespan": "off",
        "loop": "asyncio",
        "log_config": None,
        "access_log": False,
        "server_header": False,
        # Longer than any client here polls: a connection that the server closes just as a request
        # is written to it looks to the client like a lost reply.
        "timeout_keep_alive": 120,
        # A stalled download must not hold up the end; its client has to cope with a cut anyway.
        "timeout_graceful_shutdown": 1,
    }
    return _Server(uvicorn.Config(app, **options))

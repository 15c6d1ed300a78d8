"""What TLS says in the middle of a body: new keys, and a new handshake."""

from __future__ import annotations

import array
import fcntl
import shutil
import subprocess
import termios
import threading
import time
from contextlib import closing
from typing import IO

import pytest

from tests.live.raw import CERTIFICATE, whole
from tests.live.test_sockets import BODY, Caller, request
from tests.live.test_sockets import trusted as trusted
from tests.live.test_sockets import way as way
from together_ext.flow import Receive, Send

# s_server takes what begins with one of its command letters for a command: digits alone.
TEXT = BODY[:2_000_000].translate(b"0123456789" * 25 + b"012345")
FIRST = 1_500_000


@pytest.mark.skipif(shutil.which("openssl") is None, reason="there is no openssl to serve with")
@pytest.mark.parametrize(
    ("version", "command"),
    [("-tls1_3", b"k\n"), ("-tls1_3", b"K\n"), ("-tls1_2", b"r\n")],
    ids=["new keys", "new keys of both", "a new handshake"],
)
def test_the_body_goes_on_after(way: str, trusted: None, version: str, command: bytes) -> None:
    server = subprocess.Popen(
        ["openssl", "s_server", version, "-accept", "127.0.0.1:0", "-cert", str(CERTIFICATE)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert server.stdin is not None
    assert server.stdout is not None
    try:
        line = until(server.stdout, b"ACCEPT")
        port = int(line.rpartition(b":")[2])
        came = threading.Event()
        sent = threading.Thread(target=serve, args=(server, command, came), daemon=True)
        sent.start()
        data = bytearray()

        def write(piece: bytes | memoryview) -> None:
            data.extend(piece)
            if len(data) >= FIRST:
                came.set()

        with closing(Caller(f"https://127.0.0.1:{port}")) as caller, caller.session() as session:
            reply = session.perform(Send("get", request(), stream=True))
            session.perform(Receive(reply, False, write, lambda count: None))
        sent.join(300)
        assert bytes(data) == TEXT
    finally:
        server.kill()
        server.wait(300)
        for pipe in (server.stdin, server.stdout):
            pipe.close()


def until(pipe: IO[bytes], word: bytes) -> bytes:
    for line in pipe:
        if word in line:
            return line
    raise AssertionError(f"s_server ended without saying {word!r}")


def waiting(pipe: IO[bytes]) -> int:
    """How many bytes the other end of a pipe has not read yet."""
    count = array.array("i", [0])
    fcntl.ioctl(pipe.fileno(), termios.FIONREAD, count)
    return count[0]


def serve(server: subprocess.Popen[bytes], command: bytes, came: threading.Event) -> None:
    assert server.stdin is not None
    assert server.stdout is not None
    until(server.stdout, b"GET ")
    sent = whole(TEXT)
    end = len(sent) - len(TEXT) + FIRST
    server.stdin.write(sent[:end])
    server.stdin.flush()
    if came.wait(300):  # a command is one only at the beginning of what s_server reads at once
        server.stdin.write(command)
        server.stdin.flush()
        while waiting(server.stdin):
            time.sleep(0.01)
    server.stdin.write(sent[end:])
    server.stdin.flush()

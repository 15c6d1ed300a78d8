"""What a process of its own imports to download a file, and that a mock of httpx is met anyway."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import KEY
from tests.live.raw import CERTIFICATE, Raw, raw, server_context, whole

FILE = {"id": "file-1", "object": "file", "filename": "x", "bytes": 5, "purpose": "batch-api"}
META = json.dumps({**FILE, "created_at": 1, "FileType": "jsonl"}).encode()

# Each takes longer to import than a small file to download.
DEAR = {"httpx", "httpcore", "h11", "anyio", "email", "urllib.request", "http.client", "certifi"}

DOWNLOAD = "c.files.retrieve_content('file-1', output=output)"
RETRIEVE = "c.files.retrieve('file-1')"


def answer(connection: socket.socket, head: bytes) -> object:
    if b"/content" in head.split(b" ", 2)[1]:
        return connection.sendall(whole(b"hello", 'ETag: "1"'))
    return connection.sendall(whole(META, "Content-Type: application/json"))


@pytest.fixture(params=["http", "https"])
def server(request: pytest.FixtureRequest) -> Iterator[Raw]:
    with raw(answer, server_context() if request.param == "https" else None) as running:
        yield running


def run(base_url: str, output: Path, program: str) -> str:
    """Run a program in a process of its own, with a client ``c`` and a path ``output``."""
    begin = (
        "import sys\n"
        "from together_ext import Together\n"
        f"c, output = Together(api_key={KEY!r}, base_url={base_url!r}), {str(output)!r}\n"
    )
    paths = [path for path in sys.path if path]
    done = subprocess.run(
        [sys.executable, "-c", begin + program],
        env={
            "PYTHONPATH": ":".join(paths),
            "SSL_CERT_FILE": str(CERTIFICATE),
            "TOGETHER_STATE_DIR": str(output.parent / "state"),
        },
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_download_writes_no_classes_at_run_time(server: Raw, tmp_path: Path) -> None:
    output = run(server.base_url, tmp_path / "x", f"{DOWNLOAD}\nprint(*sys.modules)")
    assert {"dataclasses", "inspect", "attr"} & set(output.split()) == set()


@pytest.mark.parametrize("call", [DOWNLOAD, RETRIEVE], ids=["download", "retrieve"])
def test_the_plain_path_imports_nothing_dear(server: Raw, tmp_path: Path, call: str) -> None:
    output = run(server.base_url, tmp_path / "x", f"{call}\nprint(*sys.modules)")
    assert DEAR & set(output.split()) == set()
    assert len(server.heads) == 1


def test_the_test_of_what_is_imported_sees_it(tmp_path: Path) -> None:
    output = run(
        "http://x", tmp_path / "x", "import httpx, anyio\nhttpx.Client()\nprint(*sys.modules)"
    )
    assert DEAR - set(output.split()) == set()


def test_an_answer_of_another_shape_brings_h11_alone(tmp_path: Path) -> None:
    def chunked(connection: socket.socket, head: bytes) -> object:
        return connection.sendall(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\n"
            b"\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(META), META)
        )

    with raw(chunked) as running:
        output = run(running.base_url, tmp_path / "x", f"{RETRIEVE}\nprint(*sys.modules)")
    assert DEAR & set(output.split()) == {"h11"}


@pytest.mark.parametrize("before", ["enable", "disable"])
def test_the_collector_is_left_as_it_was(tmp_path: Path, before: str) -> None:
    with raw(answer) as running:
        program = f"import gc\ngc.{before}()\n{RETRIEVE}\nc.batches\nprint(gc.isenabled())"
        output = run(running.base_url, tmp_path / "x", program)
    assert output.split() == [str(before == "enable")]


MOCK = """
import httpx
httpx.HTTPTransport.handle_request = lambda self, request: (
    httpx.Response(200, json={"id": "mocked", "object": "file"})
)
"""


@pytest.mark.parametrize("first", ["", f"{RETRIEVE}\n"], ids=["at once", "after a call"])
def test_a_mock_that_comes_after_this_library_is_met(tmp_path: Path, first: str) -> None:
    with raw(answer) as running:
        program = f"{first}{MOCK}print({RETRIEVE}.id)"
        assert run(running.base_url, tmp_path / "x", program).split() == ["mocked"]
        assert len(running.heads) == (1 if first else 0)


def test_a_mock_that_comes_before_this_library_is_met(tmp_path: Path) -> None:
    again = "for name in [*sys.modules]:\n if 'together' in name: del sys.modules[name]\n"
    program = (
        f"{again}{MOCK}from together_ext import Together\n"
        "c = Together(api_key='x', base_url=c.base_url)\n"
        f"print({RETRIEVE}.id)"
    )
    with raw(answer) as running:
        assert run(running.base_url, tmp_path / "x", program).split() == ["mocked"]
        assert running.heads == []


def test_a_mock_that_is_taken_away_is_gone(tmp_path: Path) -> None:
    program = (
        "import httpx\nreal = httpx.HTTPTransport.handle_request\n"
        f"{MOCK}{RETRIEVE}\nhttpx.HTTPTransport.handle_request = real\nprint({RETRIEVE}.id)"
    )
    with raw(answer) as running:
        assert run(running.base_url, tmp_path / "x", program).split() == ["file-1"]
        assert len(running.heads) == 1

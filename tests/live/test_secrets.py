"""The key is in no log, no traceback, no error, and goes to no other host."""

from __future__ import annotations

import json
import logging
import re
import socket
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.conftest import KEY, Client
from tests.live.raw import Raw, raw, whole
from together_ext import TogetherError
from together_ext.emulator.pytest_plugin import Emulator
from together_ext.http.by_httpx import SignedURL
from together_ext.http.core_logs import hide_signatures

FAULTS: list[dict[str, Any]] = [
    {"kind": "drop_before"},
    {"kind": "drop_after"},
    {"kind": "cut_body", "bytes": 1},
    {"kind": "html"},
    {"kind": "status", "code": 401, "body": f"Incorrect API key provided: {KEY}"},
    {"kind": "status", "code": 500, "body": {"error": {"message": f"Bearer {KEY}"}}},
    {"kind": "html", "body": f"<html>{KEY}</html>"},
    {"kind": "redirect", "location": "http://127.0.0.1:9/x"},
    {"kind": "stall", "bytes": 1, "seconds": 100.0},
]
CALLS = {
    "retrieve": lambda c: c.files.retrieve("file-1"),
    "content": lambda c: c.files.retrieve_content("file-1", output="out"),
    "create": lambda c: c.batches.create("file-1"),
    "list": lambda c: c.batches.list(),
}


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: str(fault["kind"]))
def test_the_key_is_in_no_log_and_no_traceback(
    use: Client,
    server: Emulator,
    caplog: pytest.LogCaptureFixture,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    call: str,
    fault: dict[str, Any],
) -> None:
    monkeypatch.chdir(tmp_path)
    caplog.set_level(logging.DEBUG)
    server.fault(**fault, times=-1)
    with pytest.raises(TogetherError) as caught:
        use(CALLS[call], max_retries=1, timeout=0.5)
    shown = "".join(traceback.format_exception(caught.value))
    assert KEY not in shown + repr(caught.value) + repr(vars(caught.value))
    assert KEY not in caplog.text
    for where, variables in frames(caught.value):
        assert KEY not in variables, where


def frames(error: BaseException | None) -> Iterator[tuple[str, str]]:
    """Give place and local variables of every frame of an error and of those behind it.

    Tools that print tracebacks (Sentry, rich, pytest --showlocals) print these too. The tests'
    own frames are left out: they know the key.
    """
    while error is not None:
        for frame, line in traceback.walk_tb(error.__traceback__):
            if "tests" not in Path(frame.f_code.co_filename).parts:
                yield f"{frame.f_code.co_filename}:{line}", repr(frame.f_locals)
        error = error.__cause__ or error.__context__


SIGNATURE = "X-Amz-Signature=0123456789abcdef"


@pytest.fixture
def elsewhere() -> Iterator[Raw]:
    """A storage with signed URLs that takes whatever is put there and gives five bytes."""
    with raw(store_whole) as server:
        yield server


def store_whole(connection: socket.socket, head: bytes) -> object:
    if b"never" in head.split(b" ", 2)[1]:
        return False
    size = int((re.search(rb"(?i)content-length: (\d+)", head) or [b"", b"0"])[1])
    while size:
        size -= len(connection.recv(size))
    return connection.sendall(whole(b"hello", 'ETag: "1"'))


@pytest.mark.parametrize("path", ["kept", "never"])
@pytest.mark.parametrize("given", [False, True], ids=["own client", "a client given"])
@pytest.mark.parametrize("what", ["upload", "download", "stream"])
def test_a_signed_url_is_in_no_log_and_no_error(
    use: Client,
    elsewhere: Raw,
    caplog: pytest.LogCaptureFixture,
    tmp_path: Path,
    path: str,
    given: bool,
    what: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    location = f"Location: {elsewhere.base_url}/{path}?{SIGNATURE}"
    about = {"id": "file-1", "object": "file", "filename": "x", "bytes": 5, "purpose": "batch-api"}

    def api(connection: socket.socket, head: bytes) -> object:
        method, target, _ = head.split(b" ", 2)
        size = int((re.search(rb"(?i)content-length: (\d+)", head) or [b"", b"0"])[1])
        while size:
            size -= len(connection.recv(size))
        if target.endswith(b"/content") or (method == b"POST" and target.endswith(b"/files")):
            more = (location, "X-Together-File-Id: file-1")
            return connection.sendall(whole(b"", *more, status="302 Found"))
        said = json.dumps({**about, "created_at": 1, "FileType": "jsonl"}).encode()
        return connection.sendall(whole(said, "Content-Type: application/json"))

    def stream(client: Any) -> Any:
        if use.flavour.startswith("sync"):
            with client.files.content("file-1") as content:
                return b"".join(content.iter_bytes())

        async def read() -> bytes:
            async with client.files.content("file-1") as content:
                return b"".join([piece async for piece in content.iter_bytes()])

        return read()

    calls: dict[str, Any] = {
        "upload": lambda c: c.files.upload(b"hello", filename="x.jsonl"),
        "download": lambda c: c.files.retrieve_content("file-1", output=tmp_path / "x"),
        "stream": stream,
    }
    shown = ""
    options: dict[str, Any] = {"max_retries": 1}
    call = calls[what]
    own = use.transport() if given else None
    if own is not None:
        options["http_client"] = own
        call = use.closing(own, call)
    with raw(api) as server:
        try:
            use(call, base_url=server.base_url, **options)
        except TogetherError as error:
            assert path == "never"
            shown = "".join(traceback.format_exception(error)) + repr(vars(error))
            for where, variables in frames(error):
                assert SIGNATURE not in variables, where
    assert any(SIGNATURE.encode() in head for head in elsewhere.heads)
    assert SIGNATURE not in shown + caplog.text


def test_a_signed_url_is_itself_but_for_what_is_shown() -> None:
    text = f"https://user:pass@storage.example/x?{SIGNATURE}"
    url = SignedURL(text)
    assert (url, url.reveal(), url.query.decode()) == (httpx.URL(text), text, SIGNATURE)
    assert hash(url) == hash(httpx.URL(text))
    assert f"{url} {url!r}".count("https://storage.example/x") == 2
    assert "pass" not in f"{url} {url!r}"


@pytest.mark.parametrize("path", ["x", "it's", "it's 'all' " + '"x"', r"back\slash"])
def test_a_location_is_hidden_in_httpcores_log_whatever_is_in_its_path(
    caplog: pytest.LogCaptureFixture, path: str
) -> None:
    hide_signatures()
    caplog.set_level(logging.DEBUG)
    location = f"https://storage.example/{path}?{SIGNATURE}'".encode()
    headers = [(b"A", b"?1"), (b"Location", location), (b"B", b"2")]
    logging.getLogger("httpcore.http11").debug(f"receive_response_headers.complete {headers!r}")
    assert SIGNATURE not in caplog.text
    assert "(b'A', b'?1')" in caplog.text
    assert "(b'B', b'2')" in caplog.text


def test_the_test_of_the_frames_sees_them() -> None:
    key = {"authorization": KEY}
    with pytest.raises(ZeroDivisionError) as caught:
        len(key) / 0
    own = [repr(frame.f_locals) for frame, _ in traceback.walk_tb(caught.value.__traceback__)]
    assert any(KEY in variables for variables in own)

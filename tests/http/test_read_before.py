"""Bodies that an event hook, or a mock, has read before they are streamed here."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.conftest import KEY, Client
from tests.live.raw import raw, whole
from together_ext import Together, errors

DATA = b'{"row": 1}\n' * 1000


def answering(content: bytes, **headers: str) -> Callable[[httpx.Request], httpx.Response]:
    """As httpx's documentation has its users mock it."""

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/content"):
            return httpx.Response(200, content=content, headers=headers)
        return httpx.Response(200, json={"id": "file-1", "bytes": len(DATA), "filename": "x"})

    return answer


@contextmanager
def telling(data: bytes) -> Iterator[str]:
    with raw(lambda connection, head: connection.sendall(whole(data)) is None) as server:
        yield server.base_url


def download(use: Client, transport: httpx.MockTransport, output: Path) -> None:
    own = use.transport(transport)
    call = use.closing(own, lambda client: client.files.retrieve_content("file-1", output=output))
    use(call, http_client=own, max_retries=1)


def test_the_bytes_given_to_a_mock_are_downloaded(use: Client, tmp_path: Path) -> None:
    output = tmp_path / "out"
    download(use, httpx.MockTransport(answering(DATA)), output)
    assert output.read_bytes() == DATA


def test_the_bytes_given_to_a_mock_are_streamed() -> None:
    own = httpx.Client(transport=httpx.MockTransport(answering(DATA)))
    with own, Together(KEY, http_client=own) as client, client.files.content("file-1") as stream:
        assert b"".join(stream.iter_bytes()) == DATA


def test_what_was_packed_and_is_unpacked_is_not_believed(use: Client, tmp_path: Path) -> None:
    output = tmp_path / "out"
    packed = gzip.compress(DATA)[:-20]  # httpx unpacks it without a word
    transport = httpx.MockTransport(answering(packed, **{"Content-Encoding": "gzip"}))
    with pytest.raises(errors.DownloadError, match="compressed"):
        download(use, transport, output)
    assert not output.exists()


@pytest.mark.parametrize("times", [1, 200], ids=["small", "large"])
def test_an_event_hook_may_read_the_body(tmp_path: Path, times: int) -> None:
    data = DATA * times
    read: list[bytes] = []
    hooks: dict[str, Any] = {"response": [lambda response: read.append(response.read())]}
    with telling(data) as server, Together(KEY, base_url=server, event_hooks=hooks) as client:
        client.files.retrieve_content("file-1", output=tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == data
    assert read == [data]


def test_a_body_that_an_event_hook_used_up_is_this_librarys_error(tmp_path: Path) -> None:
    hooks: dict[str, Any] = {"response": [lambda response: list(response.iter_raw())]}
    with telling(DATA) as server, Together(KEY, base_url=server, event_hooks=hooks) as client:
        with pytest.raises(errors.APIConnectionError):
            client.files.retrieve("file-1")
        with pytest.raises(errors.APIConnectionError):
            client.files.retrieve_content("file-1", output=tmp_path / "out")

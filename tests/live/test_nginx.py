"""Downloads from a server that no one here wrote: nginx, plain and with TLS."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from proof.chaos import CERTIFICATE, Content
from proof.nginx import BINARY, Nginx

from tests.conftest import Client
from together_ext import errors

pytestmark = pytest.mark.skipif(BINARY is None, reason="nginx is not here (nginx-light)")

SIZE = 5_000_000
FILE = Content(SIZE)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What nginx serves: a file, an empty one, one that compresses well."""
    path = tmp_path_factory.mktemp("root")
    texts = (b'{"custom_id": "%d"}\n' % number for number in range(100_000))
    files = {"file-1": FILE.whole(), "file-0": b"", "file-text": b"".join(texts)}
    for id, data in files.items():
        (path / id).write_bytes(data)
        told = {"id": id, "object": "file", "filename": id, "bytes": len(data)}
        (path / f"{id}.json").write_text(json.dumps(told))
    return path


@pytest.fixture(scope="module", params=["http", "https"])
def base_url(
    request: pytest.FixtureRequest, root: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    with Nginx(root, tmp_path_factory.mktemp("nginx"), gzip=True) as nginx:
        yield getattr(nginx, request.param)


@pytest.fixture(autouse=True)
def trust(monkeypatch: pytest.MonkeyPatch) -> None:
    """As users trust their own authority: httpx reads this variable."""
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))


def download(use: Client, base_url: str, id: str, output: Path, **options: Any) -> Any:
    return use(lambda c: c.files.retrieve_content(id, output=output), base_url=base_url, **options)


@pytest.mark.parametrize("id", ["file-1", "file-0", "file-text"])
def test_the_file_comes_whole(
    use: Client, base_url: str, root: Path, tmp_path: Path, id: str
) -> None:
    result = download(use, base_url, id, tmp_path / "x")
    assert (tmp_path / "x").read_bytes() == (root / id).read_bytes()
    assert result.size == (root / id).stat().st_size
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_the_metadata_is_read(use: Client, base_url: str) -> None:
    file = use(lambda c: c.files.retrieve("file-1"), base_url=base_url)
    assert (file.id, file.bytes_) == ("file-1", SIZE)


def test_what_is_not_there_is_not_found(use: Client, base_url: str, tmp_path: Path) -> None:
    with pytest.raises(errors.NotFoundError):
        download(use, base_url, "file-none", tmp_path / "x")
    assert list(tmp_path.iterdir()) == []


def test_the_lines_come_in_order(use: Client, base_url: str) -> None:
    def lines(client: Any) -> Any:
        if use.flavour == "sync":
            with client.files.content("file-text") as stream:
                return list(stream.iter_lines())

        async def read() -> list[str]:
            async with client.files.content("file-text") as stream:
                return [line async for line in stream.iter_lines()]

        return read()

    found = use(lines, base_url=base_url)
    assert [json.loads(line)["custom_id"] for line in found] == [str(n) for n in range(100_000)]


def test_a_small_file_costs_one_request(
    use: Client, root: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with Nginx(root, tmp_path_factory.mktemp("logged"), log=True) as nginx:
        download(use, nginx.http, "file-0", tmp_path / "x")
        nginx.stop()  # writes what it has not yet written
        assert [line.split()[:3] for line in nginx.requests()] == [
            ["GET", "/v1/files/file-0/content", "200"]
        ]


def test_a_client_of_the_callers_may_speak_http_2(
    use: Client, root: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    kind = httpx.Client if use.flavour == "sync" else httpx.AsyncClient
    own = kind(http2=True)
    with Nginx(root, tmp_path_factory.mktemp("http2"), log=True, http2=True) as nginx:
        output = tmp_path / "x"
        call = use.closing(own, lambda c: c.files.retrieve_content("file-1", output=output))
        use(call, base_url=nginx.https, http_client=own)
        nginx.stop()  # writes what it has not yet written
        asked = [line.split() for line in nginx.requests()]
    assert output.read_bytes() == FILE.whole()
    assert {words[-1] for words in asked} == {"HTTP/2.0"}


def test_a_certificate_that_no_one_vouches_for_is_refused(
    use: Client,
    root: Path,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with (
        Nginx(root, tmp_path_factory.mktemp("untrusted")) as nginx,
        pytest.raises(errors.APIConnectionError, match="certificate"),
    ):
        download(use, nginx.https, "file-1", tmp_path / "x", max_retries=0)
    assert list(tmp_path.iterdir()) == []

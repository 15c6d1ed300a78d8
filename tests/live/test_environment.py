"""Settings, the environment's among them, that no request can be sent with, or only just."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest

from tests.conftest import KEY, Client
from tests.live.raw import raw, whole
from together_ext import errors


def empty(connection: socket.socket, head: bytes) -> bool:
    connection.sendall(whole(b'{"object": "list", "data": []}'))
    return True


@pytest.mark.parametrize("content", [None, b"no certificate"], ids=["missing", "damaged"])
def test_certificates_that_cannot_be_read_are_named(
    use: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> None:
    file = tmp_path / "company.pem"
    if content is not None:
        file.write_bytes(content)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with raw(empty) as server, pytest.raises(errors.ConfigurationError, match=r"company\.pem"):
        use(lambda client: client.files.list(), base_url=f"https://127.0.0.1:{server.port}")


@pytest.mark.parametrize(
    "proxy",
    ["ftp://me:secret@proxy:1", "http://me:secret#word@proxy:1", "http://a\nb"],
)
def test_a_proxy_that_is_none_is_said_without_its_password(
    use: Client, monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    monkeypatch.setenv("HTTP_PROXY", proxy)
    with raw(empty) as server:
        with pytest.raises(errors.ConfigurationError, match="HTTP_PROXY") as caught:
            use(lambda client: client.files.list(), base_url=server.base_url)
        assert server.connections == 0
    assert "secret" not in str(caught.value)


def test_a_socks_proxy_without_its_package_is_said(
    use: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "socksio", None)
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:1")
    with raw(empty) as server, pytest.raises(errors.MissingPackageError, match="socks") as caught:
        use(lambda client: client.files.list(), base_url=server.base_url)
    assert caught.value.name == "socksio"


def test_a_proxy_that_is_no_url_is_no_matter_to_a_client_of_ones_own(
    use: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://[bad")
    with socket.create_server(("127.0.0.1", 0)) as unanswered:
        port = unanswered.getsockname()[1]
    own = use.transport()
    with pytest.raises(errors.APIConnectionError):
        use(
            use.closing(own, lambda client: client.files.list()),
            base_url=f"http://127.0.0.1:{port}",
            http_client=own,
            max_retries=0,
        )


@pytest.mark.parametrize("seconds", [3_000_000, 1e300, float("inf")])
@pytest.mark.parametrize("flavour", ["sync", "asyncio", "trio"])
def test_a_timeout_may_be_endless(flavour: str, seconds: float) -> None:
    with raw(empty) as server:
        files = Client(flavour)(
            lambda client: client.files.list(),
            api_key=KEY,
            base_url=server.base_url,
            timeout=seconds,
        )
    assert files.data == []

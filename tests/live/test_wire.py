"""Answers that no well-behaved server gives, byte for byte over a real socket."""

from __future__ import annotations

import gzip
import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from tests.conftest import Client
from together_ext import errors

BODY = b'{"custom_id": "a"}\n' * 50
META = {"id": "file-1", "filename": "x", "bytes": len(BODY), "purpose": "batch-api"}

Script = dict[str, bytes | None]
Serve = Callable[..., str]

# Made for these tests alone; nothing trusts it.
CERTIFICATE = Path(__file__).with_name("certificate.pem")


def answer(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    lines = [f"HTTP/1.1 {status}", *headers, "Connection: close", "", ""]
    return "\r\n".join(lines).encode() + body


METADATA = answer(json.dumps(META).encode(), "Content-Type: application/json")
NOT_FOUND = answer(b"{}", "Content-Length: 2", status="404 Not Found")


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Serve raw bytes by path; None closes the connection without a word."""
    listeners: list[socket.socket] = []

    def loop(listener: socket.socket, script: Script, tls: ssl.SSLContext | None) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            if tls is not None:
                try:
                    connection = tls.wrap_socket(connection, server_side=True)
                except OSError:  # the client does not trust the certificate
                    connection.close()
                    continue
            with connection, suppress(OSError):  # the client has gone before
                connection.settimeout(60)
                head = b""
                while b"\r\n\r\n" not in head and (data := connection.recv(65536)):
                    head += data
                path = head.split(b" ")[1].decode() if head else ""
                connection.sendall(script.get(path) or b"")
                connection.shutdown(socket.SHUT_WR)

    def start(script: Script, tls: ssl.SSLContext | None = None) -> str:
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)
        threading.Thread(target=loop, args=(listener, script, tls), daemon=True).start()
        scheme = "http" if tls is None else "https"
        return f"{scheme}://127.0.0.1:{listener.getsockname()[1]}"

    yield start
    for listener in listeners:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)  # wakes accept()
        listener.close()


def download(use: Client, base_url: str, output: Path, max_retries: int = 0) -> int:
    result = use(
        lambda c: c.files.retrieve_content("file-1", output=output),
        base_url=base_url,
        max_retries=max_retries,
    )
    size: int = result.size
    return size


def script(content: bytes | None, metadata: bytes | None = METADATA) -> Script:
    return {"/v1/files/file-1/content": content, "/v1/files/file-1": metadata}


def test_an_end_with_the_connection_is_believed_only_with_the_metadata(
    use: Client, serve: Serve, tmp_path: Path
) -> None:
    base_url = serve(script(answer(BODY)))
    assert download(use, base_url, tmp_path / "x") == len(BODY)


@pytest.mark.parametrize("cut", [0, 1, len(BODY) - 1])
def test_an_end_with_the_connection_that_comes_early_is_a_cut(
    use: Client, serve: Serve, tmp_path: Path, cut: int
) -> None:
    base_url = serve(script(answer(BODY[:cut])))
    with pytest.raises(errors.DownloadError) as caught:
        download(use, base_url, tmp_path / "x")
    assert (caught.value.expected, caught.value.received) == (len(BODY), cut)
    assert list(tmp_path.iterdir()) == []


def test_an_end_with_the_connection_without_metadata_proves_nothing(
    use: Client, serve: Serve, tmp_path: Path
) -> None:
    base_url = serve(script(answer(BODY), NOT_FOUND))
    with pytest.raises(errors.DownloadError, match="size"):
        download(use, base_url, tmp_path / "x")
    assert list(tmp_path.iterdir()) == []


def test_metadata_that_cannot_be_had_is_its_own_error(
    use: Client, serve: Serve, tmp_path: Path
) -> None:
    base_url = serve(script(answer(BODY), None))
    with pytest.raises(errors.APIConnectionError):
        download(use, base_url, tmp_path / "x")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("end", ["all", "no last chunk", "in a chunk"])
def test_a_chunked_body_is_whole_only_with_its_last_chunk(
    use: Client, serve: Serve, tmp_path: Path, end: str
) -> None:
    whole = b"%x\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY)
    sent = {"all": whole, "no last chunk": whole[:-5], "in a chunk": whole[:100]}[end]
    base_url = serve(script(answer(sent, "Transfer-Encoding: chunked"), NOT_FOUND))
    if end == "all":
        assert download(use, base_url, tmp_path / "x") == len(BODY)
    else:
        with pytest.raises(errors.DownloadError):
            download(use, base_url, tmp_path / "x")
        assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("cut", [0, 5])
def test_a_compressed_body_is_undone_and_checked_on_the_wire(
    use: Client, serve: Serve, tmp_path: Path, cut: int
) -> None:
    packed = gzip.compress(BODY)
    headers = ("Content-Encoding: gzip", f"Content-Length: {len(packed)}")
    base_url = serve(script(answer(packed[: len(packed) - cut], *headers)))
    if cut == 0:
        assert download(use, base_url, tmp_path / "x") == len(BODY)
        assert (tmp_path / "x").read_bytes() == BODY
    else:
        with pytest.raises(errors.DownloadError):
            download(use, base_url, tmp_path / "x")
        assert list(tmp_path.iterdir()) == []


def test_a_compressed_body_that_is_damaged_is_not_the_file(
    use: Client, serve: Serve, tmp_path: Path
) -> None:
    headers = ("Content-Encoding: gzip", "Content-Length: 50")
    base_url = serve(script(answer(b"\x1f\x8b" + b"?" * 48, *headers)))
    with pytest.raises(errors.DownloadError):
        download(use, base_url, tmp_path / "x")
    assert list(tmp_path.iterdir()) == []


def test_a_compressed_body_of_another_size_than_the_file_is_not_the_file(
    use: Client, serve: Serve, tmp_path: Path
) -> None:
    packed = gzip.compress(BODY[:-1])
    headers = ("Content-Encoding: gzip", f"Content-Length: {len(packed)}")
    base_url = serve(script(answer(packed, *headers)))
    with pytest.raises(errors.DownloadError) as caught:
        download(use, base_url, tmp_path / "x")
    assert (caught.value.expected, caught.value.received) == (len(BODY), len(BODY) - 1)


@pytest.mark.parametrize("cut", [0, 1, 12, 20, 40])
def test_a_head_that_is_cut_is_a_lost_connection(
    use: Client, serve: Serve, tmp_path: Path, cut: int
) -> None:
    whole = answer(BODY, f"Content-Length: {len(BODY)}")
    base_url = serve(script(whole[:cut]))
    with pytest.raises(errors.APIConnectionError) as caught:
        download(use, base_url, tmp_path / "x", max_retries=1)
    assert caught.value.attempts == 2
    assert caught.value.sent
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_http_is_a_lost_connection(use: Client, serve: Serve, tmp_path: Path) -> None:
    base_url = serve(script(b"SSH-2.0-OpenSSH_9.2\r\n"))
    with pytest.raises(errors.APIConnectionError):
        download(use, base_url, tmp_path / "x")
    assert list(tmp_path.iterdir()) == []


def test_two_different_lengths_are_refused(use: Client, serve: Serve, tmp_path: Path) -> None:
    headers = (f"Content-Length: {len(BODY)}", "Content-Length: 5")
    base_url = serve(script(answer(BODY, *headers)))
    with pytest.raises((errors.DownloadError, errors.APIConnectionError)):
        download(use, base_url, tmp_path / "x")
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_is_a_file(use: Client, serve: Serve, tmp_path: Path) -> None:
    base_url = serve(script(answer(b"", "Content-Length: 0")))
    assert download(use, base_url, tmp_path / "x") == 0
    assert (tmp_path / "x").read_bytes() == b""


def test_no_one_at_the_address_is_said(use: Client, tmp_path: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))  # bound, not listening: refused for as long as it is held
        base_url = f"http://127.0.0.1:{unused.getsockname()[1]}"
        with pytest.raises(errors.APIConnectionError, match="Check the network") as caught:
            download(use, base_url, tmp_path / "x", max_retries=1)
    assert not caught.value.sent
    assert isinstance(caught.value, ConnectionError)
    assert list(tmp_path.iterdir()) == []


# ---- TLS


@pytest.fixture
def tls() -> ssl.SSLContext:
    """The server's side, with a certificate that no one trusts unasked."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context


def test_a_certificate_that_is_not_trusted_is_said_at_once(
    use: Client, serve: Serve, tmp_path: Path, tls: ssl.SSLContext
) -> None:
    base_url = serve(script(answer(BODY, f"Content-Length: {len(BODY)}")), tls)
    with pytest.raises(errors.APIConnectionError, match="SSL_CERT_FILE") as caught:
        download(use, base_url, tmp_path / "x", max_retries=5)
    assert caught.value.attempts == 1
    assert not caught.value.sent
    assert list(tmp_path.iterdir()) == []


def trusting(use: Client) -> httpx.Client | httpx.AsyncClient:
    context = ssl.create_default_context(cafile=str(CERTIFICATE))
    if use.flavour == "sync":
        return httpx.Client(verify=context)
    return httpx.AsyncClient(verify=context)


def test_a_download_over_tls(
    use: Client, serve: Serve, tmp_path: Path, tls: ssl.SSLContext
) -> None:
    base_url = serve(script(answer(BODY, f"Content-Length: {len(BODY)}")), tls)
    result = use(
        lambda c: c.files.retrieve_content("file-1", output=tmp_path / "x"),
        base_url=base_url,
        http_client=trusting(use),
    )
    assert result.size == len(BODY)


def test_a_redirect_from_https_to_http_is_refused(
    use: Client, serve: Serve, tmp_path: Path, tls: ssl.SSLContext
) -> None:
    plain = serve({"/x": answer(BODY, f"Content-Length: {len(BODY)}")})
    moved = answer(b"", f"Location: {plain}/x?signature=secret", status="302 Found")
    base_url = serve(script(moved), tls)
    with pytest.raises(errors.RedirectError, match="https to http") as caught:
        use(
            lambda c: c.files.retrieve_content("file-1", output=tmp_path / "x"),
            base_url=base_url,
            http_client=trusting(use),
        )
    assert "secret" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []

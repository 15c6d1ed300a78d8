import socket
import time
from urllib.parse import urlsplit

import httpx
import pytest


def test_any_authorization_header_is_refused_in_xml(api):
    id, url = api.announce()
    before = api.emulator.books()["authorization_on_storage"]
    answer = api.http.put(url, content=b"x")
    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("application/xml")
    assert "<Code>InvalidArgument</Code>" in answer.text
    assert api.http.get(f"/files/{id}").json()["bytes"] == 0
    assert api.emulator.books()["authorization_on_storage"] == before + 1


@pytest.mark.parametrize("change", ["signature", "expires", "none", "other file", "umlaut"])
def test_a_url_that_was_tampered_with_is_a_403(api, change):
    _, url = api.announce()
    if change == "signature":
        url = url[:-1] + ("0" if url[-1] != "0" else "1")
    elif change == "expires":
        url = url.replace("Expires=", "Expires=9")
    elif change == "none":
        url = url.partition("?")[0]
    elif change == "umlaut":
        url = url.partition("Signature")[0] + "Signature=%C3%A4"
    else:
        url = url.replace("/storage/file-", "/storage/file-0")
    answer = api.bare.put(url, content=b"x")
    assert answer.status_code == 403
    assert "SignatureDoesNotMatch" in answer.text


def test_a_url_expires(start):
    api = start("--url-seconds", "1")
    _, url = api.announce()
    time.sleep(1.1)
    answer = api.bare.put(url, content=b"x")
    assert answer.status_code == 403
    assert "AccessDenied" in answer.text


def test_a_put_url_is_for_put_alone(api):
    file = api.upload(b"x", purpose="fine-tune")
    _, url = api.announce()
    assert api.bare.get(url).status_code == 403
    assert api.bare.post(url).status_code == 405
    assert file["bytes"] == 1


def test_an_empty_file_is_a_file(api):
    file = api.upload(b"", purpose="fine-tune")
    assert file["bytes"] == 0
    assert file["Processed"] is True
    answer = api.http.get(f"/files/{file['id']}/content")
    assert (answer.status_code, answer.content) == (200, b"")


def test_chunked_bytes_are_taken_too(api):
    id, url = api.announce(purpose="fine-tune")
    assert api.bare.put(url, content=iter([b"a" * 100_000, b"b"])).status_code == 200
    assert api.http.get(f"/files/{id}").json()["bytes"] == 100_001


def test_an_upload_cut_off_leaves_no_file(api):
    id, url = api.announce()
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname, parts.port)) as raw:
        head = f"PUT {parts.path}?{parts.query} HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\n"
        raw.sendall(head.encode() + b"x" * 500)
    deadline = time.monotonic() + 100
    while any((api.emulator.data_dir / "tmp").iterdir()):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert api.http.get(f"/files/{id}").json()["processing_status"] == "PENDING"
    assert not (api.emulator.data_dir / "files" / id).exists()
    assert api.http.get(f"/files/{id}/content").status_code == 404


def test_more_than_s3_takes_in_one_put_is_refused_before_it_is_sent(api):
    _, url = api.announce()
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname, parts.port)) as raw:
        head = f"PUT {parts.path}?{parts.query} HTTP/1.1\r\nHost: h\r\n"
        raw.sendall(f"{head}Content-Length: {5 * 1024**3 + 1}\r\n\r\n".encode())
        raw.settimeout(10)
        assert raw.recv(4096).startswith(b"HTTP/1.1 400 ")


def test_a_file_deleted_meanwhile_is_no_key(api):
    id, url = api.announce()
    api.http.delete(f"/files/{id}")
    answer = api.bare.put(url, content=b"x")
    assert answer.status_code == 404
    assert "NoSuchKey" in answer.text


def test_the_api_is_not_on_the_second_origin(api):
    _, url = api.announce()
    answer = httpx.get(url.partition("/storage")[0] + "/v1/files")
    assert answer.status_code == 404
    assert "<Code>NoSuchKey</Code>" in answer.text


def test_a_refusal_reaches_a_client_that_is_still_sending(api):
    _, url = api.announce()
    body = (b"x" * 1_000_000 for _ in range(30))
    assert api.bare.put(url + "0", content=body).status_code == 403

import contextlib
import socket
import time
from urllib.parse import urlsplit

import httpx
import pytest

SHAPE = {"message", "type", "param", "code"}


@pytest.mark.parametrize("header", [None, "", "Bearer", "Basic dXNlcjpwYXNz", "test-key"])
def test_without_a_key_everything_is_a_401(api, header):
    headers = {} if header is None else {"authorization": header}
    for path in ("/v1/files", "/batches", "/nonsense"):
        answer = httpx.get(api.emulator.base_url + path, headers=headers)
        assert answer.status_code == 401
        assert set(answer.json()["error"]) == SHAPE
        assert answer.json()["error"]["code"] == "invalid_api_key"
        assert answer.headers["x-request-id"]


def test_only_the_keys_that_were_given_are_good(start):
    api = start("--api-key", "one", "--api-key", "two")
    for key, status in (("one", 200), ("two", 200), ("test-key", 401), ("ONE", 401)):
        answer = api.http.get("/files", headers={"authorization": f"Bearer {key}"})
        assert answer.status_code == status
        assert key not in answer.text


@pytest.mark.parametrize(
    "path",
    ["/nonsense", "/v1", "/v1/v1/files", "/v2/files", "/files/", "/v1/files/a/b/c", "/", "//"],
)
def test_an_unknown_route_is_a_404_in_the_apis_shape(api, path):
    answer = httpx.get(api.emulator.base_url + path, headers=api.http.headers)
    assert answer.status_code == 404
    assert set(answer.json()["error"]) == SHAPE


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", "/files"),
        ("DELETE", "/batches"),
        ("GET", "/files/x/preprocess"),
        ("POST", "/files/x"),
        ("GET", "/chat/completions"),
        ("PATCH", "/models"),
    ],
)
def test_a_wrong_method_is_a_405_that_names_the_right_ones(api, method, path):
    answer = api.http.request(method, path)
    assert answer.status_code == 405
    assert set(answer.json()["error"]) == SHAPE
    assert answer.headers["allow"]


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b'"x"', b"\xff", b"NaN", b"[" * 100_000])
@pytest.mark.parametrize("path", ["/batches", "/chat/completions", "/files/multipart/initiate"])
def test_a_body_that_is_not_a_json_object_is_a_400(api, path, body):
    answer = api.http.post(path, content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "invalid_json"


@pytest.mark.parametrize(
    "kind",
    ["multipart/form-data", "multipart/form-data; boundary=x", "multipart/form-data; boundary="],
)
def test_a_form_that_cannot_be_read_is_a_400(api, kind):
    for path in ("/files", "/files/upload"):
        answer = api.http.post(path, content=b"\r\n--y\r\n\xff", headers={"content-type": kind})
        assert answer.status_code == 400
        assert set(answer.json()["error"]) == SHAPE


def test_every_answer_carries_its_own_request_id(api):
    ids = [api.http.get(path).headers["x-request-id"] for path in ("/files", "/nope", "/models")]
    assert len(set(ids)) == 3


def test_a_500_shows_no_traceback(start):
    api = start()
    file = api.upload(b"x", purpose="fine-tune")
    (api.emulator.data_dir / "files" / file["id"]).unlink()
    answer = api.http.get(f"/files/{file['id']}/content")
    assert answer.status_code == 500
    assert answer.json()["error"]["code"] == "internal_error"
    assert "Traceback" not in answer.text
    assert "File" not in answer.text
    deadline = time.monotonic() + 100
    while "FileNotFoundError" not in api.emulator.log.read_text():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.parametrize(
    "raw",
    [
        b"GARBAGE\r\n\r\n",
        b"GET /files/\xff HTTP/1.1\r\nHost: h\r\n\r\n",
        b"GET /v1/files HTTP/1.1\r\n\r\n",
        b"POST /v1/batches HTTP/1.1\r\nHost: h\r\nContent-Length: -5\r\n\r\n",
        b"POST /v1/batches HTTP/1.1\r\nHost: h\r\nContent-Length: 50\r\n\r\n{",
        b"\x16\x03\x01\x02\x00\x01\x00",
        b"",
    ],
)
def test_garbage_on_the_socket_does_no_harm(api, raw):
    parts = urlsplit(api.emulator.base_url)
    with socket.create_connection((parts.hostname, parts.port), timeout=100) as client:
        client.sendall(raw)
        client.shutdown(socket.SHUT_WR)
        with contextlib.suppress(ConnectionError):
            while client.recv(4096):
                pass
    assert api.http.get("/files").status_code == 200


def test_a_client_that_hangs_up_in_a_request_leaves_no_traceback(start):
    api = start()
    parts = urlsplit(api.emulator.base_url)
    for path in ("/batches", "/files", "/files/upload"):
        kind = "application/json" if path == "/batches" else "multipart/form-data; boundary=x"
        head = (
            f"POST {path} HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer k\r\n"
            f"Content-Type: {kind}\r\nContent-Length: 500\r\n\r\n"
        )
        with socket.create_connection((parts.hostname, parts.port), timeout=100) as client:
            client.sendall(head.encode() + b"--x\r\n")
    assert api.http.get("/files").status_code == 200
    assert "Traceback" not in api.emulator.log.read_text()

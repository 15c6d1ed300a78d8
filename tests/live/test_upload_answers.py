"""What the API can answer to a registration, and what is left at the API when an upload ends."""

from __future__ import annotations

import contextlib
import hashlib
import random
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import anyio
import pytest

from tests.conftest import Client
from tests.live.raw import answer, raw, whole
from together_ext import AsyncTogether, Progress, errors
from together_ext.emulator.pytest_plugin import Emulator


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A file whose content and name no other test has uploaded."""
    path = tmp_path / f"{random.randrange(10**12)}.jsonl"
    path.write_bytes(random.randbytes(3_000_000))
    return path


# Where only what is decided is tested, and not how it is done, one client is enough: all three run
# the same flow.
SYNC = Client("sync")


def upload(use: Client, path: Path, **options: Any) -> Any:
    client = {name: options.pop(name) for name in ("max_retries", "base_url") if name in options}
    return use(lambda c: c.files.upload(path, purpose="fine-tune", **options), **client)


def stored(server: Emulator, path: Path) -> list[dict[str, Any]]:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return [file for file in server.books()["files"] if file["sha256"] == digest]


def named(server: Emulator, path: Path) -> list[dict[str, Any]]:
    return [file for file in server.books()["files"] if file["filename"] == path.name]


# ---- the form


@pytest.fixture(params=[404, 405])
def form_only(request: pytest.FixtureRequest, server: Emulator) -> Emulator:
    """A server that knows the documented way alone."""
    server.fault("status", "/files", method="POST", code=request.param, times=-1)
    return server


def test_a_server_without_presigned_urls_gets_the_form(
    use: Client, form_only: Emulator, source: Path
) -> None:
    file = upload(use, source)
    (found,) = stored(form_only, source)
    assert (found["id"], found["filename"], found["purpose"]) == (file.id, source.name, "fine-tune")
    last = form_only.books()["log"][-1]
    assert last["path"] == "/files/upload"
    assert "transfer-encoding" not in last["headers"]
    assert last["authorization"]


@pytest.mark.parametrize(
    "name", ['a"; name="purpose', "a\r\n\r\nb", "ü\u2028\\", "%22", 'x\\"y.jsonl', "--", "C:\\x"]
)
def test_a_crafted_name_is_only_a_name(server: Emulator, name: str) -> None:
    server.fault("status", "/files", method="POST", code=404)
    data = (
        b'\r\n--\r\nContent-Disposition: form-data; name="purpose"\r\n\r\neval'
        + random.randbytes(9)
    )
    file = Client("sync")(
        lambda c: c.files.upload(data, purpose="fine-tune", file_type="csv", filename=name)
    )
    assert (file.filename, file.purpose, file.file_type) == (name, "fine-tune", "csv")
    assert file.bytes_ == len(data)


def test_the_same_content_in_a_form_is_the_same_file(
    use: Client, form_only: Emulator, source: Path
) -> None:
    assert upload(use, source).id == upload(use, source).id
    assert len(stored(form_only, source)) == 1


def test_a_form_whose_answer_was_lost_is_not_sent_again(
    use: Client, form_only: Emulator, source: Path
) -> None:
    form_only.fault("drop_after", "/files/upload", method="POST")
    with pytest.raises(errors.OutcomeUnknownError, match="may be there"):
        upload(use, source)
    assert len(stored(form_only, source)) == 1


def test_a_form_that_was_refused_for_now_is_sent_again_whole(
    use: Client, form_only: Emulator, source: Path
) -> None:
    form_only.fault(
        "status", "/files/upload", method="POST", code=429, headers={"Retry-After": "0"}
    )
    upload(use, source)
    assert len(stored(form_only, source)) == 1


def test_the_progress_of_a_form_ends_at_its_end(
    use: Client, form_only: Emulator, source: Path
) -> None:
    told: list[Progress] = []
    upload(use, source, progress=told.append)
    assert told[-1].done == told[-1].total


def test_a_form_of_which_less_is_reported_is_an_upload_error(
    use: Client, form_only: Emulator, source: Path
) -> None:
    body = {"id": "file-1", "bytes": 3, "purpose": "fine-tune"}
    form_only.fault("status", "/files/upload", method="POST", code=200, body=body)
    with pytest.raises(errors.UploadError) as caught:
        upload(use, source)
    assert caught.value.received == 3


@pytest.mark.parametrize(
    ("changes", "why"), [({"bytes": 2_999_999}, "2999999"), ({"purpose": "eval"}, "eval")]
)
def test_a_file_in_the_way_of_a_form_is_taken_only_where_it_is_the_same(
    server: Emulator, source: Path, changes: dict[str, Any], why: str
) -> None:
    file = {"id": "file-there", "bytes": 3_000_000, "purpose": "fine-tune"}
    body = {"file_id": "file-there"}
    for found in (file, {**file, **changes}):
        server.fault("status", "/files", method="POST", code=404)
        server.fault("status", "/files/upload", method="POST", code=409, body=body)
        server.fault("status", "/files/file-there", method="GET", code=200, body=found)
    assert upload(SYNC, source).id == "file-there"
    with pytest.raises(errors.UploadError, match=why):
        upload(SYNC, source)


def test_a_server_that_knows_no_way_is_an_error(
    use: Client, form_only: Emulator, source: Path
) -> None:
    form_only.fault("status", "/files/upload", method="POST", code=404)
    with pytest.raises(errors.NotFoundError):
        upload(use, source)


# ---- an answer that is a file


def test_a_file_at_once_is_believed_where_it_holds_the_bytes(
    server: Emulator, source: Path
) -> None:
    body = {"id": "file-there", "bytes": 3_000_000, "purpose": "fine-tune"}
    server.fault("status", "/files", method="POST", code=200, body=body)
    assert upload(SYNC, source).id == "file-there"


@pytest.mark.parametrize(
    "body", [{"bytes": 0, "purpose": "fine-tune"}, {"bytes": 3_000_000, "purpose": "eval"}]
)
def test_a_file_at_once_without_the_bytes_gets_them_by_form(
    server: Emulator, source: Path, body: dict[str, Any]
) -> None:
    server.fault("status", "/files", method="POST", code=200, body={"id": "file-x", **body})
    file = upload(SYNC, source)
    assert [found["id"] for found in stored(server, source)] == [file.id]


# ---- 409


def there(server: Emulator, **changes: Any) -> None:
    """Have a registration answered with the id of a file that looks like this."""
    file = {"id": "file-there", "bytes": 3_000_000, "purpose": "fine-tune", **changes}
    body = {"file_id": "file-there"}
    server.fault("status", "/files", method="POST", code=409, body=body)
    server.fault("status", "/files/file-there", method="GET", code=200, body=file)


@pytest.mark.parametrize("status", ["COMPLETED", "RUNNING", "QUEUED", "NEW_STATUS", None])
def test_a_file_that_is_there_and_whole_is_taken(
    server: Emulator, source: Path, status: str | None
) -> None:
    there(server, processing_status=status)
    assert upload(SYNC, source).id == "file-there"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"bytes": 2_999_999}, "2999999"),
        ({"bytes": 0}, "does not say"),
        ({"bytes": None}, "does not say"),
        ({"bytes": 0, "Processed": True}, "has 0"),
        ({"purpose": "eval"}, "purpose 'eval'"),
        ({"purpose": None}, "purpose"),
        ({"processing_status": "FAILED"}, "FAILED"),
        ({"processing_status": "INVALID_FORMAT"}, "INVALID_FORMAT"),
    ],
)
def test_a_file_that_is_there_and_not_the_same_is_not_taken(
    server: Emulator, source: Path, changes: dict[str, Any], why: str
) -> None:
    there(server, **changes)
    with pytest.raises(errors.UploadError, match=why):
        upload(SYNC, source)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (400, errors.BadRequestError),
        (409, errors.ConflictError),
        (429, errors.RateLimitError),
        (500, errors.OutcomeUnknownError),
    ],
)
def test_an_error_that_is_nested_without_end_is_an_error_like_others(
    server: Emulator, source: Path, code: int, kind: type[Exception]
) -> None:
    server.fault("status", "/files", method="POST", code=code, body="[" * 20_000)
    with pytest.raises(kind):
        upload(SYNC, source, max_retries=0)


@pytest.mark.parametrize("body", ["", "[]", "null", '{"file_id": 7}', '{"file_id": ""}', "<html>"])
def test_a_conflict_without_an_id_is_a_conflict(server: Emulator, source: Path, body: str) -> None:
    server.fault("status", "/files", method="POST", code=409, body=body or " ")
    with pytest.raises(errors.ConflictError):
        upload(SYNC, source)


def test_a_conflict_with_a_file_that_is_gone_is_a_conflict(server: Emulator, source: Path) -> None:
    body = {"file_id": "file-none"}
    server.fault("status", "/files", method="POST", code=409, body=body)
    with pytest.raises(errors.ConflictError):
        upload(SYNC, source)


# ---- where the bytes go


def test_a_presigned_url_gets_no_key_even_at_the_api_itself(
    use: Client, server: Emulator, source: Path
) -> None:
    headers = {"X-Together-File-Id": "file-1", "Location": f"{server.base_url}/v1/here?sig=x"}
    server.fault("status", "/files", method="POST", code=302, headers=headers)
    with pytest.raises(errors.UploadError, match="401"):
        upload(use, source)
    (put,) = [entry for entry in server.books()["log"][-3:] if entry["path"] == "/here"]
    assert put["method"] == "PUT"
    assert not {"authorization", "cookie"} & set(put["headers"])


@pytest.mark.parametrize("address", ["169.254.169.254", "fd00:ec2::254", "::ffff:100.100.100.200"])
def test_a_name_that_stands_for_a_metadata_address_gets_nothing(
    use: Client, server: Emulator, source: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    real = socket.getaddrinfo

    def resolve(host: Any, *rest: Any, **more: Any) -> Any:
        if host in ("storage.test", b"storage.test"):
            return [(0, 0, 0, "", ("192.0.2.1", 80)), (0, 0, 0, "", (address, 80))]
        return real(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    headers = {"X-Together-File-Id": "file-1", "Location": "http://storage.test/x?sig=s3cret"}
    server.fault("status", "/files", method="POST", code=302, headers=headers)
    with pytest.raises(errors.UploadError, match="metadata address") as caught:
        upload(use, source)
    assert "s3cret" not in str(caught.value)


# ---- the storage's answer


def hasty(connection: socket.socket, head: bytes) -> bool:
    """Answer a PUT before its body has come, and close."""
    if head.startswith(b"PUT"):
        connection.recv(5000)
        connection.sendall(whole(b"", 'ETag: "x"'))
        return False
    body = b'{"id": "file-1", "purpose": "fine-tune"}'
    place = f"Location: http://127.0.0.1:{connection.getsockname()[1]}/put?sig=1"
    if head.startswith(b"POST /v1/files HTTP"):
        size = int(head.lower().partition(b"content-length:")[2].split()[0])
        while size and (data := connection.recv(size)):
            size -= len(data)
        id = "X-Together-File-Id: file-1"
        connection.sendall(whole(b"", id, place, status="302 Found"))
    else:
        connection.sendall(whole(body, "Content-Type: application/json"))
    return True


def test_a_success_that_came_before_the_bytes_is_not_believed(use: Client, tmp_path: Path) -> None:
    path = tmp_path / "large.jsonl"
    with path.open("wb") as file:
        file.truncate(20_000_000)  # more than lies in buffers
    with raw(hasty) as storage, pytest.raises(errors.APIConnectionError):
        upload(use, path, max_retries=1, base_url=storage.base_url)
    assert sum(head.startswith(b"PUT") for head in storage.heads) == 2
    assert not [head for head in storage.heads if b"/preprocess" in head]


def test_a_storage_that_sends_the_bytes_on_to_nowhere_is_an_error(
    server: Emulator, source: Path
) -> None:
    headers = {"Location": "http://[x/?sig=s3cret"}
    server.fault("status", "/storage/*", method="PUT", code=307, headers=headers)
    with pytest.raises(errors.RedirectError, match="no URL"):
        upload(SYNC, source)
    assert named(server, source) == []


def test_an_answer_without_end_is_not_held(use: Client, tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(b"x")
    taken: list[int] = []

    def talk(connection: socket.socket, head: bytes) -> bool:
        if not head.startswith(b"PUT"):
            return hasty(connection, head)
        connection.recv(1)
        connection.sendall(answer(b"", 'ETag: "x"', "Connection: close"))
        with contextlib.suppress(OSError):
            for _ in range(64):
                connection.sendall(bytes(1_000_000))
                taken.append(1_000_000)
        return False

    with raw(talk) as storage:
        upload(use, path, max_retries=0, base_url=storage.base_url)
    assert sum(taken) < 32_000_000


def test_a_page_of_what_stands_between_is_not_taken_for_the_storages_answer(
    use: Client, server: Emulator, source: Path
) -> None:
    body = {"id": "file-1", "bytes": 0, "purpose": "fine-tune"}
    server.fault("html", "/storage/*", method="PUT", body="<!doctype html><p>Not allowed here.")
    server.fault("status", "/files/*/preprocess", method="POST", code=200, body=body)
    with pytest.raises(errors.UploadError, match="Not allowed here"):
        upload(use, source)
    assert named(server, source) == []


def test_bytes_that_s3_found_too_slow_are_sent_again(
    use: Client, server: Emulator, source: Path
) -> None:
    body = "<Error><Code>RequestTimeout</Code><Message>Your socket ...</Message></Error>"
    server.fault("status", "/storage/*", method="PUT", code=400, body=body)
    upload(use, source)
    assert len(stored(server, source)) == len(named(server, source)) == 1


def test_storage_that_stored_another_size_is_an_upload_error(
    use: Client, server: Emulator, source: Path
) -> None:
    response = {"x-goog-stored-content-length": "12"}
    server.fault("headers", "/storage/*", method="PUT", response=response)
    with pytest.raises(errors.UploadError, match="12 bytes of 3000000") as caught:
        upload(use, source)
    assert caught.value.received == 12


def test_a_file_that_was_looked_at_and_is_empty_is_an_upload_error(
    use: Client, server: Emulator, source: Path
) -> None:
    body = {"id": "file-1", "bytes": 0, "purpose": "fine-tune", "Processed": True}
    server.fault("status", "/files/*/preprocess", method="POST", code=200, body=body)
    with pytest.raises(errors.UploadError, match="has 0"):
        upload(use, source)


# ---- what is left when it ends


@pytest.mark.parametrize(
    "fault",
    [{"kind": "status", "code": 400}, {"kind": "status", "code": 500}, {"kind": "drop_before"}],
    ids=lambda fault: f"{fault['kind']}-{fault.get('code', '')}",
)
def test_a_registration_that_no_bytes_came_to_is_taken_back(
    use: Client, server: Emulator, source: Path, fault: dict[str, Any]
) -> None:
    server.fault(path="/storage/*", method="PUT", times=-1, **fault)
    with pytest.raises((errors.UploadError, errors.APIConnectionError)):
        upload(use, source, max_retries=1)
    assert named(server, source) == []


def test_a_registration_that_bytes_came_to_is_not_taken_back(
    use: Client, server: Emulator, source: Path
) -> None:
    server.fault("status", "/storage/*", method="PUT", code=400, act=True)
    with pytest.raises(errors.UploadError):
        upload(use, source)
    assert len(named(server, source)) == 1


def test_a_registration_that_is_older_than_this_upload_is_not_taken_back(
    use: Client, server: Emulator, source: Path
) -> None:
    # A server may give two uploads of the same content one id; the other one goes on.
    server.fault("status", "/storage/*", method="PUT", code=400)
    body = {"id": "x", "bytes": 0, "created_at": int(time.time()) - 60}
    server.fault("status", "/files/file-*", method="GET", code=200, body=body)
    with pytest.raises(errors.UploadError):
        upload(use, source)
    assert len(named(server, source)) == 1


def is_being_sent(server: Emulator, path: Path) -> bool:
    """Whether its bytes are on their way: its registration was answered, and the client has it."""
    places = {f"/storage/{file['id']}" for file in named(server, path)}
    return any(entry["path"] in places for entry in server.books()["puts"])


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_cancelled_upload_leaves_no_registration(
    server: Emulator, source: Path, backend: str
) -> None:
    server.fault("delay", "/storage/*", method="PUT", seconds=100.0)

    async def main() -> None:
        async with AsyncTogether() as client:
            with anyio.CancelScope() as scope:
                async with anyio.create_task_group() as group:
                    group.start_soon(cancel_when_begun, scope)
                    await client.files.upload(source, purpose="fine-tune")

    async def cancel_when_begun(scope: anyio.CancelScope) -> None:
        while not await anyio.to_thread.run_sync(is_being_sent, server, source):
            await anyio.sleep(0.02)
        scope.cancel()

    anyio.run(main, backend=backend)
    assert named(server, source) == []


def test_an_interrupted_upload_leaves_no_registration(server: Emulator, source: Path) -> None:
    server.fault("delay", "/storage/*", method="PUT", seconds=100.0)
    program = (
        "import sys\nfrom together_ext import Together\n"
        "Together().files.upload(sys.argv[1], purpose='fine-tune')"
    )
    process = subprocess.Popen([sys.executable, "-c", program, str(source)], stderr=subprocess.PIPE)
    try:
        while not is_being_sent(server, source):
            assert process.poll() is None
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=300)
    finally:
        process.kill()
        process.wait()
    assert b"KeyboardInterrupt" in said
    assert named(server, source) == []

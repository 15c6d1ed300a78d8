"""``upload`` over real sockets: whole, once, and without the key where it does not belong."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Client
from tests.live.conftest import requests
from together_ext import Progress, errors
from together_ext.emulator.pytest_plugin import Emulator
from together_ext.transfer import content

ROW = (
    '{"custom_id": "%s", "body": {"model": "m", "messages": [{"role": "user", "content": "ü"}]}}\n'
)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A valid input file whose content no other test has uploaded."""
    path = tmp_path / "in put.jsonl"
    stamp = f"{time.time_ns()}"
    path.write_text("".join(ROW % f"{stamp}-{n}" for n in range(2000)), encoding="utf-8")
    return path


def upload(use: Client, path: Path, **options: Any) -> Any:
    return use(lambda c: c.files.upload(path, purpose="batch-api"), **options)


def stored(server: Emulator, path: Path) -> list[dict[str, Any]]:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return [file for file in server.books()["files"] if file["sha256"] == digest]


def registrations(server: Emulator, path: Path) -> list[dict[str, Any]]:
    """Files of this name that were made in this test, with content or without."""
    files = server.books()["files"]
    begun = path.stat().st_ctime
    return [f for f in files if f["filename"] == path.name and f["created_at"] >= begun]


def last_requests(server: Emulator, count: int) -> list[str]:
    return [f"{e['method']} {e['origin']}" for e in server.books()["log"][-count:]]


def test_the_bytes_arrive_whole(use: Client, server: Emulator, source: Path) -> None:
    file = upload(use, source)
    (found,) = stored(server, source)
    assert (found["id"], found["bytes"]) == (file.id, source.stat().st_size)
    assert file.filename == "in put.jsonl"
    assert file.bytes_ == source.stat().st_size
    assert file.purpose == "batch-api"
    assert file.line_count == 2000


def test_it_takes_three_requests(use: Client, server: Emulator, source: Path) -> None:
    upload(use, source)
    assert last_requests(server, 3) == ["POST api", "PUT storage", "POST api"]


def test_storage_does_not_see_the_key(use: Client, server: Emulator, source: Path) -> None:
    upload(use, source)
    books = server.books()
    assert books["authorization_on_storage"] == 0
    headers = books["puts"][-1]["headers"]
    assert "content-length" in headers
    assert "transfer-encoding" not in headers  # S3 refuses it


def test_the_same_content_is_not_sent_twice(use: Client, server: Emulator, source: Path) -> None:
    first = upload(use, source)
    last = server.books()["puts"][-1]
    assert upload(use, source).id == first.id
    assert server.books()["puts"][-1] == last


def test_a_file_in_the_way_without_an_id_is_a_conflict(
    use: Client, server: Emulator, source: Path
) -> None:
    server.fault("status", "/files", method="POST", code=409, body='{"error": "exists"}')
    with pytest.raises(errors.ConflictError):
        upload(use, source)


def test_a_file_in_the_way_of_another_purpose_is_not_taken_for_it(
    use: Client, server: Emulator, source: Path
) -> None:
    other = use(lambda c: c.files.upload(source, purpose="fine-tune"))
    body = {"file_id": other.id}
    server.fault("status", "/files", method="POST", code=409, body=body)
    with pytest.raises(errors.UploadError, match="fine-tune"):
        upload(use, source)


def test_a_file_in_the_way_of_another_size_is_not_taken_for_it(
    use: Client, server: Emulator, source: Path, tmp_path: Path
) -> None:
    short = tmp_path / "short.jsonl"
    short.write_text(ROW % time.time_ns(), encoding="utf-8")
    other = upload(use, short)
    server.fault("status", "/files", method="POST", code=409, body={"file_id": other.id})
    with pytest.raises(errors.UploadError) as caught:
        upload(use, source)
    assert caught.value.expected == source.stat().st_size
    assert caught.value.received == short.stat().st_size


# ---- the PUT


@pytest.mark.parametrize("read", [0, 1000, 100_000])
def test_a_put_that_is_cut_is_sent_again_whole(
    use: Client, server: Emulator, source: Path, read: int
) -> None:
    server.fault("drop_before", "/storage/*", method="PUT", read_bytes=read)
    file = upload(use, source)
    assert stored(server, source)[0]["id"] == file.id


@pytest.mark.parametrize("status", [500, 503])
def test_a_put_that_failed_is_sent_again_whole(
    use: Client, server: Emulator, source: Path, status: int
) -> None:
    # The public client 1.5.35 sends zero bytes here, and reports success.
    server.fault("status", "/storage/*", method="PUT", code=status)
    file = upload(use, source)
    assert file.bytes_ == source.stat().st_size
    assert stored(server, source)[0]["id"] == file.id


def test_a_checksum_is_computed_once_however_often_the_bytes_are_sent(
    use: Client, server: Emulator, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.fault("status", "/storage/*", method="PUT", code=503, times=2)
    hashed: list[int] = []
    real = hashlib.sha256

    class Counting:
        def __init__(self) -> None:
            self._digest = real()

        def update(self, data: bytes) -> None:
            hashed.append(len(data))
            self._digest.update(data)

        def hexdigest(self) -> str:
            return self._digest.hexdigest()

    monkeypatch.setattr(content.hashlib, "sha256", Counting)
    upload(use, source)
    monkeypatch.undo()
    assert sum(hashed) == source.stat().st_size
    assert stored(server, source)


def test_a_put_that_was_done_and_lost_is_sent_again(
    use: Client, server: Emulator, source: Path
) -> None:
    server.fault("drop_after", "/storage/*", method="PUT")
    file = upload(use, source)
    assert stored(server, source)[0]["id"] == file.id


def test_a_put_that_is_refused_is_an_upload_error(
    use: Client, server: Emulator, source: Path
) -> None:
    body = "<Error>expired</Error>"
    server.fault("status", "/storage/*", method="PUT", code=403, body=body, times=2)
    with pytest.raises(errors.UploadError, match=r"403.*expired"):
        upload(use, source)
    assert registrations(server, source) == []


def test_a_presigned_url_that_expired_is_asked_for_anew(
    use: Client, server: Emulator, source: Path
) -> None:
    server.fault("status", "/storage/*", method="PUT", code=403)
    file = upload(use, source)
    assert [found["id"] for found in registrations(server, source)] == [file.id]


# ---- the registration


@pytest.mark.parametrize("kind", ["drop_before", "drop_after"])
def test_a_registration_whose_answer_was_lost_is_not_repeated(
    use: Client, server: Emulator, source: Path, kind: str
) -> None:
    before = requests(server)
    server.fault(kind, "/files", method="POST")
    with pytest.raises(errors.OutcomeUnknownError, match="uploading again is safe"):
        upload(use, source)
    assert requests(server) == before + 1


def test_a_registration_that_was_refused_for_now_is_repeated(
    use: Client, server: Emulator, source: Path
) -> None:
    server.fault("status", "/files", method="POST", code=429, headers={"Retry-After": "0"})
    assert upload(use, source).bytes_ == source.stat().st_size


@pytest.mark.parametrize(
    ("code", "headers"),
    [
        (200, {}),
        (302, {"X-Together-File-Id": "file-1"}),
        (302, {"Location": "http://127.0.0.1:9/x"}),
        (302, {"X-Together-File-Id": "file-1", "Location": "ftp://127.0.0.1/x"}),
        (302, {"X-Together-File-Id": "file-1", "Location": "http://169.254.169.254/latest"}),
    ],
)
def test_a_registration_that_leads_nowhere_is_an_upload_error(
    use: Client, server: Emulator, source: Path, code: int, headers: dict[str, str]
) -> None:
    server.fault("status", "/files", method="POST", code=code, headers=headers, body="{}")
    with pytest.raises(errors.UploadError, match="was not uploaded"):
        upload(use, source)


# ---- the check


def test_a_check_whose_answer_was_lost_is_repeated(
    use: Client, server: Emulator, source: Path
) -> None:
    server.fault("drop_after", "/files/*/preprocess", method="POST")
    assert upload(use, source).line_count == 2000


def test_a_size_that_the_api_does_not_confirm_is_an_upload_error(
    use: Client, server: Emulator, source: Path
) -> None:
    body = {"id": "file-1", "bytes": 7, "purpose": "batch-api"}
    server.fault("status", "/files/*/preprocess", method="POST", code=200, body=body)
    with pytest.raises(errors.UploadError, match="7") as caught:
        upload(use, source)
    assert (caught.value.expected, caught.value.received) == (source.stat().st_size, 7)


# ---- the local file


def test_bad_input_sends_no_request(use: Client, server: Emulator, tmp_path: Path) -> None:
    before = requests(server)
    (tmp_path / "empty.jsonl").touch()
    (tmp_path / "x.txt").write_text("x")
    for path, purpose in (
        (tmp_path / "none.jsonl", "batch-api"),
        (tmp_path / "empty.jsonl", "batch-api"),
        (tmp_path, "batch-api"),
        (tmp_path / "x.txt", "batch-api"),
        (tmp_path / "x.txt", "bach-api"),
        ("", "batch-api"),
    ):
        with pytest.raises((errors.InputFileError, errors.InvalidArgumentError)):
            use(lambda c, path=path, purpose=purpose: c.files.upload(path, purpose=purpose))
    assert requests(server) == before


def grow(path: Path) -> None:
    with path.open("a") as file:
        file.write("more")


def shrink(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 1)


def overwrite(path: Path) -> None:
    """Change some bytes and nothing that a listing shows."""
    status = path.stat()
    with path.open("r+b") as file:
        file.write(b"other")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def replace(path: Path) -> None:
    """Put another file of the same size and time there."""
    status = path.stat()
    other = path.with_suffix(".other")
    other.write_bytes(bytes(status.st_size))
    os.utime(other, ns=(status.st_atime_ns, status.st_mtime_ns))
    other.replace(path)


@pytest.mark.parametrize("happens", [grow, shrink, overwrite, replace])
def test_a_file_that_changes_while_it_is_read_is_an_error(
    use: Client, server: Emulator, source: Path, happens: Callable[[Path], None]
) -> None:
    changed = False

    def change(progress: Progress) -> None:
        nonlocal changed
        if not changed:
            happens(source)
        changed = True

    with pytest.raises(errors.UploadError, match="changed"):
        use(lambda c: c.files.upload(source, progress=change), max_retries=0)
    assert stored(server, source) == []


def test_a_file_that_goes_away_is_an_error(use: Client, server: Emulator, source: Path) -> None:
    with pytest.raises(errors.UploadError, match="cannot be read any more"):
        use(
            lambda c: c.files.upload(source, progress=lambda _: source.unlink(missing_ok=True)),
            max_retries=0,
        )


def test_progress_is_told(use: Client, server: Emulator, source: Path) -> None:
    told: list[Progress] = []
    threads: set[int] = set()

    def tell(progress: Progress) -> None:
        told.append(progress)
        threads.add(threading.get_ident())

    use(lambda c: c.files.upload(source, progress=tell))
    size = source.stat().st_size
    assert told[0].done == 0
    assert told[-1][:2] == (size, size)
    assert threads == {threading.get_ident()}


def test_no_file_is_left_open(server: Emulator, source: Path) -> None:
    use = Client("sync")
    upload(use, source)
    before = len(os.listdir("/proc/self/fd"))
    server.fault("status", "/storage/*", method="PUT", code=403, times=2)
    with source.open("a", encoding="utf-8") as file:
        file.write(ROW % "last")
    with pytest.raises(errors.UploadError):
        upload(use, source)
    assert len(os.listdir("/proc/self/fd")) <= before

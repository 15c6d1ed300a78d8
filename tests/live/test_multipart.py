"""Files in parts: each tried on its own, given up cleanly, gone on with after a crash."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import random
import signal
import stat
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest

from tests.conftest import KEY, Client
from tests.live.conftest import requests
from together_ext import AsyncTogether, Progress, Together, errors, origins
from together_ext.calls import Policy, fetch
from together_ext.emulator.pytest_plugin import Emulator
from together_ext.flow import Flow, Send, Work
from together_ext.operations_upload import abort_multipart_upload
from together_ext.progress import Meter
from together_ext.transfer import parts, presigned
from together_ext.transfer.content import Content
from together_ext.transfer.inputs import Input
from together_ext.transfer.upload import Options
from together_ext.transfer.upload import upload as uploading

# What the API takes as a part is 5 MiB and more; here less, so that many uploads take little time.
# test_memory.py uploads parts of a real size.
PART = 64 * 1024
# Where only what is decided is tested, one client is enough: all three run the same flow.
SYNC = Client("sync")
PARTS = 4
SIZE = 3 * PART + 1234


@pytest.fixture(scope="module")
def small_parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    emulator = Emulator(tmp_path_factory.mktemp("emulator"), ("--min-part-bytes", str(PART)))
    emulator.start()
    yield emulator
    emulator.stop()


@pytest.fixture
def server(small_parts: Emulator, monkeypatch: pytest.MonkeyPatch) -> Iterator[Emulator]:
    """An emulator that takes small parts, without faults, and the environment pointing to it."""
    monkeypatch.setattr(parts, "MIN_PART_BYTES", PART)
    monkeypatch.setenv("TOGETHER_API_KEY", KEY)
    monkeypatch.setenv("TOGETHER_BASE_URL", small_parts.base_url)
    small_parts.clear_faults()
    yield small_parts
    small_parts.clear_faults()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A file of four parts whose content no other test has uploaded."""
    path = tmp_path / "large.jsonl"
    path.write_bytes(random.randbytes(SIZE))
    return path


def upload(use: Client, file: Any, **options: Any) -> Any:
    names = ("max_retries", "timeout", "api_key")
    client = {name: options.pop(name) for name in names if name in options}
    given = {"purpose": "fine-tune", "multipart_threshold": 0, "part_size": PART, **options}
    return use(lambda c: c.files.upload(file, **given), **client)


def stored(server: Emulator, path: Path) -> list[dict[str, Any]]:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return [file for file in server.books()["files"] if file["sha256"] == digest]


def pending(server: Emulator) -> list[str]:
    """The files that were announced and whose bytes have not come, by other tests too."""
    return [file["id"] for file in server.books()["files"] if file["state"] == "pending"]


DAMAGE: list[Callable[[bytes], bytes]] = [
    lambda data: b"",
    lambda data: data[: len(data) // 2],
    lambda data: b"null",
    lambda data: data.replace(b'"version": 1', b'"version": 0'),
    lambda data: data.replace(b'"etags": {"1"', b'"etags": {"99"'),
    lambda data: data.replace(b'"part_size": 65536', b'"part_size": 65535'),
]


class Watch:
    """What the emulator was asked since."""

    def __init__(self, server: Emulator) -> None:
        self._server = server
        self._from = requests(server)

    def log(self) -> list[dict[str, Any]]:
        return [e for e in self._server.books()["log"] if e["seq"] > self._from]

    def parts(self) -> Counter[int]:
        """How often each part was sent and taken."""
        return Counter(
            int(entry["path"].rpartition("/")[2])
            for entry in self.log()
            if entry["method"] == "PUT" and entry["status"] == 200
        )

    def asked(self, operation: str) -> int:
        return sum(entry["path"].endswith(operation) for entry in self.log())


@pytest.fixture
def watch(server: Emulator) -> Watch:
    return Watch(server)


def records(state: Path) -> list[Path]:
    return [path for path in state.rglob("*") if path.is_file()]


# ---- the plain way


def test_the_parts_arrive_as_the_file(
    use: Client, server: Emulator, source: Path, watch: Watch, tmp_path: Path
) -> None:
    file = upload(use, source)
    assert [found["id"] for found in stored(server, source)] == [file.id]
    assert (file.bytes_, file.filename) == (SIZE, "large.jsonl")
    assert watch.parts() == dict.fromkeys(range(1, PARTS + 1), 1)
    assert records(tmp_path / "state") == []


def test_it_goes_in_parts_only_above_the_threshold(
    use: Client, server: Emulator, source: Path, watch: Watch
) -> None:
    upload(use, source, multipart_threshold=SIZE)
    assert watch.asked("/multipart/initiate") == 0


class Large(Content):
    """So many bytes, that nobody reads."""

    label = "large"

    def __init__(self, size: int) -> None:
        self.size = size

    def chunks(self, start: int, stop: int) -> Iterator[bytes]:
        raise AssertionError

    def sha256(self) -> Flow[str]:
        yield from ()
        return "0" * 64


@pytest.mark.parametrize(
    ("size", "operation"),
    [(5_000_000_000, "begin_upload"), (5_000_000_001, "initiate_multipart_upload")],
)
def test_where_nothing_is_said_it_goes_in_parts_above_5_gb(size: int, operation: str) -> None:
    def given() -> Flow[Content]:
        yield from ()
        return Large(size)

    options = Options("https://api.example/v1", "fine-tune")
    flow = uploading(Input("x.jsonl", "jsonl", given), options, Meter(None), Policy(0))
    effect = next(flow)
    while isinstance(effect, Work):
        effect = flow.send(effect.function())
    flow.close()
    assert isinstance(effect, Send)
    assert effect.operation == operation


def test_the_storage_sees_neither_key_nor_chunks(
    use: Client, server: Emulator, source: Path, watch: Watch
) -> None:
    upload(use, source)
    puts = [entry for entry in watch.log() if entry["method"] == "PUT"]
    assert len(puts) == PARTS
    for entry in puts:
        assert not {"authorization", "cookie", "transfer-encoding"} & set(entry["headers"])
        assert "content-length" in entry["headers"]


def test_the_same_content_is_not_sent_twice(
    use: Client, server: Emulator, source: Path, watch: Watch
) -> None:
    first = upload(use, source)
    assert upload(use, source).id == first.id
    assert watch.parts().total() == PARTS


def test_progress_is_one_count_over_all_parts(use: Client, server: Emulator, source: Path) -> None:
    told: list[Progress] = []
    server.fault("drop_before", "/storage/parts/*/2", method="PUT", read_bytes=30_000)
    upload(use, source, progress=told.append)
    assert told[0].done == 0
    assert told[-1][:2] == (SIZE, SIZE)
    assert all(0 <= progress.done <= SIZE for progress in told)
    assert all(1 <= progress.connections <= PARTS for progress in told)
    assert {progress.resumed_from for progress in told} == {0}


def test_progress_tells_how_many_parts_are_under_way(
    use: Client, server: Emulator, source: Path
) -> None:
    told: list[Progress] = []
    server.fault("delay", "/storage/parts/*", method="PUT", seconds=2.0, times=2)
    upload(use, source, progress=told.append, max_connections=2)
    assert max(progress.connections for progress in told) == 2


def test_parts_one_by_one_take_one_connection(use: Client, server: Emulator, source: Path) -> None:
    told: list[Progress] = []
    upload(use, source, progress=told.append, max_connections=1)
    assert {progress.connections for progress in told} == {1}


# ---- parts that go wrong


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "status", "code": 500},
        {"kind": "status", "code": 503, "headers": {"Retry-After": "0"}},
        {"kind": "status", "code": 429, "headers": {"Retry-After": "0"}},
        {"kind": "drop_before", "read_bytes": 30_000},
        {"kind": "drop_after"},
    ],
    ids=lambda fault: f"{fault['kind']}-{fault.get('code', '')}",
)
def test_a_part_that_fails_is_sent_again_whole_and_alone(
    use: Client, server: Emulator, source: Path, watch: Watch, fault: dict[str, Any]
) -> None:
    server.fault(path="/storage/parts/*/2", method="PUT", **fault)
    upload(use, source)
    assert len(stored(server, source)) == 1
    sent = Counter(e["path"].rpartition("/")[2] for e in watch.log() if e["method"] == "PUT")
    assert sent == {"1": 1, "2": 2, "3": 1, "4": 1}


def test_a_part_without_an_etag_is_an_error(
    use: Client, server: Emulator, source: Path, watch: Watch
) -> None:
    server.fault("headers", "/storage/parts/*/3", method="PUT", response={"etag": None})
    with pytest.raises(errors.UploadError, match=r"part 3 without an ETag"):
        upload(use, source)
    assert watch.asked("/multipart/abort") == 1


def test_a_part_that_keeps_failing_ends_the_upload_and_aborts_it(
    use: Client, server: Emulator, source: Path, watch: Watch, tmp_path: Path
) -> None:
    server.fault("status", "/storage/parts/*/2", method="PUT", code=500, times=-1)
    before = pending(server)
    with pytest.raises(errors.UploadError, match="500"):
        upload(use, source, max_retries=1)
    assert watch.asked("/multipart/abort") == 1
    assert watch.asked("/multipart/complete") == 0
    assert records(tmp_path / "state") == []
    assert pending(server) == before


def test_an_upload_whose_abort_does_not_get_through_is_gone_on_with(
    use: Client, server: Emulator, source: Path, watch: Watch
) -> None:
    server.fault("drop_before", "/storage/parts/*/4", method="PUT", times=2)
    server.fault("drop_before", "/files/multipart/abort", method="POST", times=2)
    with pytest.raises(errors.APIConnectionError):
        upload(use, source, max_retries=1, max_connections=1)
    upload(use, source)
    assert len(stored(server, source)) == 1
    assert watch.parts() == dict.fromkeys(range(1, PARTS + 1), 1)
    assert watch.asked("/multipart/initiate") == 1


def test_urls_that_expired_make_it_begin_anew_once(
    use: Client, server: Emulator, source: Path, watch: Watch
) -> None:
    server.fault("status", "/storage/parts/*/2", method="PUT", code=403)
    upload(use, source)
    assert (watch.asked("/multipart/initiate"), watch.asked("/multipart/abort")) == (2, 1)
    assert len(stored(server, source)) == 1


def test_urls_that_are_never_good_are_an_error(
    server: Emulator, source: Path, watch: Watch
) -> None:
    server.fault("status", "/storage/parts/*", method="PUT", code=403, body="expired", times=-1)
    with pytest.raises(errors.UploadError, match=r"403.*expired"):
        upload(SYNC, source)
    assert watch.asked("/multipart/initiate") == watch.asked("/multipart/abort") == 2


def test_a_file_that_changes_is_an_error_and_aborted(
    use: Client, server: Emulator, source: Path, watch: Watch
) -> None:
    def change(_: Progress) -> None:
        with source.open("ab") as file:
            file.write(b"more")

    with pytest.raises(errors.UploadError, match="changed"):
        upload(use, source, progress=change)
    assert watch.asked("/multipart/abort") == 1
    assert stored(server, source) == []


# ---- the registration and the end


@pytest.mark.parametrize("places", [[], [{"PartNumber": 1, "URL": "http://127.0.0.1:9/"}], None])
def test_places_that_are_not_enough_are_an_error(
    server: Emulator, source: Path, watch: Watch, places: Any
) -> None:
    body = {"upload_id": "u", "file_id": "f", "parts": places}
    server.fault("status", "/files/multipart/initiate", method="POST", code=200, body=body)
    with pytest.raises(errors.UploadError, match="each of 4 parts"):
        upload(SYNC, source)
    assert watch.asked("/multipart/abort") == 1
    assert watch.parts() == {}


def test_a_host_is_looked_up_once_for_all_parts(
    server: Emulator, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = presigned._resolve
    asked: list[tuple[Any, ...]] = []

    def resolve(url: str) -> list[str]:
        asked.append(origins.origin(url))
        return real(url)

    monkeypatch.setattr(presigned, "_resolve", resolve)
    upload(SYNC, source)
    assert len(asked) == len(set(asked)) == 2


@pytest.mark.parametrize(
    ("changes", "why"), [({"bytes": SIZE - 1}, f"has {SIZE - 1}"), ({"purpose": "eval"}, "eval")]
)
def test_a_file_that_is_there_and_not_the_same_is_not_taken(
    server: Emulator, source: Path, watch: Watch, changes: dict[str, Any], why: str
) -> None:
    body = {"file_id": "file-there"}
    file = {"id": "file-there", "bytes": SIZE, "purpose": "fine-tune", **changes}
    server.fault("status", "/files/multipart/initiate", method="POST", code=409, body=body)
    server.fault("status", "/files/file-there", method="GET", code=200, body=file)
    with pytest.raises(errors.UploadError, match=why):
        upload(SYNC, source)
    assert watch.parts() == {}


def test_a_header_that_can_stand_in_no_request_is_an_error(
    use: Client, server: Emulator, source: Path, watch: Watch
) -> None:
    places = [
        {"PartNumber": n, "URL": f"{server.base_url}/x", "Headers": {"x-amz-meta": "ü"}}
        for n in range(1, 5)
    ]
    body = {"upload_id": "u", "file_id": "f", "parts": places}
    server.fault("status", "/files/multipart/initiate", method="POST", code=200, body=body)
    with pytest.raises(errors.UploadError, match="each of 4 parts"):
        upload(use, source)
    assert watch.asked("/multipart/abort") == 1
    assert watch.parts() == {}


@pytest.mark.parametrize("id", [None, 7, "", "\ud800"])
def test_an_upload_without_an_id_is_an_error(server: Emulator, source: Path, id: Any) -> None:
    places = [{"PartNumber": n, "URL": f"{server.base_url}/x"} for n in range(1, 5)]
    text = json.dumps({"upload_id": id, "file_id": "f", "parts": places})
    server.fault("status", "/files/multipart/initiate", method="POST", code=200, body=text)
    with pytest.raises(errors.InvalidResponseError, match="without its ids"):
        upload(SYNC, source)


def test_a_place_that_is_a_cloud_metadata_address_is_refused(
    server: Emulator, source: Path
) -> None:
    places = [
        {"PartNumber": n, "URL": "http://[::ffff:169.254.169.254]/x?sig=s3cret"}
        for n in range(1, 5)
    ]
    body = {"upload_id": "u", "file_id": "f", "parts": places}
    server.fault("status", "/files/multipart/initiate", method="POST", code=200, body=body)
    with pytest.raises(errors.UploadError, match="metadata") as caught:
        upload(SYNC, source)
    assert "s3cret" not in str(caught.value)


def test_a_completion_whose_answer_was_lost_is_found_done(
    use: Client, server: Emulator, source: Path, watch: Watch
) -> None:
    server.fault("drop_after", "/files/multipart/complete", method="POST")
    file = upload(use, source)
    assert [found["id"] for found in stored(server, source)] == [file.id]
    assert watch.asked("/multipart/abort") == 0


def test_a_completion_that_was_lost_is_waited_for_while_its_file_is_not_looked_at(
    use: Client, server: Emulator, source: Path, watch: Watch
) -> None:
    server.fault("drop_after", "/files/multipart/complete", method="POST")
    body = {"id": "file-1", "bytes": SIZE, "purpose": "fine-tune", "processing_status": "PENDING"}
    server.fault("status", "/files/file-*", method="GET", code=200, body=body, times=2)
    file = upload(use, source)
    assert [found["id"] for found in stored(server, source)] == [file.id]
    assert watch.asked("/multipart/initiate") == 1


def test_a_file_that_is_never_looked_at_is_not_waited_for_without_end(
    server: Emulator, source: Path, watch: Watch
) -> None:
    server.fault("status", "/files/multipart/complete", method="POST", code=404)
    body = {"id": "file-1", "bytes": SIZE, "purpose": "fine-tune", "processing_status": "PENDING"}
    server.fault("status", "/files/file-*", method="GET", code=200, body=body, times=-1)
    upload(SYNC, source, max_retries=3)
    assert sum(entry["method"] == "GET" for entry in watch.log()) == 4
    assert watch.asked("/multipart/initiate") == 2


@pytest.mark.parametrize(
    ("code", "kind"), [(503, errors.ServerError), (429, errors.RateLimitError)]
)
def test_a_completion_that_may_be_done_now_or_later_is_not_aborted(
    use: Client, server: Emulator, source: Path, watch: Watch, code: int, kind: type[Exception]
) -> None:
    server.fault("status", "/files/multipart/complete", method="POST", code=code, times=2)
    with pytest.raises(kind):
        upload(use, source, max_retries=1)
    assert watch.asked("/multipart/abort") == 0
    upload(use, source)
    assert watch.parts().total() == PARTS


def test_a_completion_that_is_refused_of_a_file_that_failed_is_not_taken_for_done(
    server: Emulator, source: Path, watch: Watch
) -> None:
    server.fault("status", "/files/multipart/complete", method="POST", code=400)
    body = {"id": "file-1", "bytes": SIZE, "purpose": "fine-tune", "processing_status": "FAILED"}
    server.fault("status", "/files/file-*", method="GET", code=200, body=body)
    with pytest.raises(errors.BadRequestError):
        upload(SYNC, source)
    assert watch.asked("/multipart/abort") == 1


@pytest.mark.parametrize("code", [400, 500])
def test_a_completion_that_is_refused_is_not_gone_on_from_whatever_the_abort_says(
    server: Emulator, source: Path, watch: Watch, code: int
) -> None:
    server.fault("status", "/files/multipart/complete", method="POST", code=400)
    server.fault("status", "/files/multipart/abort", method="POST", code=code, times=2)
    with pytest.raises(errors.BadRequestError):
        upload(SYNC, source, max_retries=1)
    upload(SYNC, source)
    assert watch.asked("/multipart/initiate") == 2
    assert len(stored(server, source)) == 1


def test_a_completion_that_is_refused_is_aborted(
    server: Emulator, source: Path, watch: Watch
) -> None:
    server.fault("status", "/files/multipart/complete", method="POST", code=400)
    with pytest.raises(errors.BadRequestError):
        upload(SYNC, source)
    assert watch.asked("/multipart/abort") == 1


def test_a_size_that_was_only_announced_is_not_taken_for_done(
    server: Emulator, source: Path, watch: Watch
) -> None:
    server.fault("status", "/files/multipart/complete", method="POST", code=400)
    body = {"id": "file-1", "bytes": SIZE, "purpose": "fine-tune", "processing_status": "PENDING"}
    server.fault("status", "/files/file-*", method="GET", code=200, body=body)
    with pytest.raises(errors.BadRequestError):
        upload(SYNC, source)
    assert watch.asked("/multipart/abort") == 1


def test_a_size_that_the_api_does_not_confirm_is_an_upload_error(
    server: Emulator, source: Path
) -> None:
    body = {"id": "file-1", "bytes": 7, "purpose": "fine-tune"}
    server.fault("status", "/files/multipart/complete", method="POST", code=200, body=body)
    with pytest.raises(errors.UploadError, match="7") as caught:
        upload(SYNC, source)
    assert (caught.value.expected, caught.value.received) == (SIZE, 7)


# ---- ended from outside


def test_one_that_is_interrupted_as_it_looks_where_the_parts_go_is_aborted(
    server: Emulator, source: Path, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_: str) -> list[str]:
        raise KeyboardInterrupt

    monkeypatch.setattr(presigned, "_resolve", interrupt)
    before = len(server.books()["files"])
    with pytest.raises(KeyboardInterrupt):
        upload(SYNC, source)
    assert (watch.asked("/multipart/initiate"), watch.asked("/multipart/abort")) == (1, 1)
    assert len(server.books()["files"]) == before


def test_a_callback_that_raises_ends_it_and_aborts(
    use: Client, server: Emulator, source: Path, watch: Watch
) -> None:
    def tell(progress: Progress) -> None:
        if progress.done:
            raise RuntimeError("enough")

    server.fault("delay", "/storage/parts/*/4", method="PUT", seconds=1.0)
    with pytest.raises(RuntimeError, match="enough"):
        upload(use, source, progress=tell)
    assert watch.asked("/multipart/abort") == 1
    assert watch.asked("/multipart/complete") == 0


def test_an_upload_whose_task_is_cancelled_is_aborted(
    server: Emulator, source: Path, watch: Watch, tmp_path: Path
) -> None:
    # asyncio's own way, of which anyio's scopes know nothing.
    server.fault("delay", "/storage/parts/*/4", method="PUT", seconds=20.0)

    async def main() -> None:
        async with AsyncTogether() as client:
            task = asyncio.ensure_future(
                client.files.upload(
                    source, purpose="fine-tune", multipart_threshold=0, part_size=PART
                )
            )
            while not await asyncio.to_thread(watch.parts):
                await asyncio.sleep(0.02)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    asyncio.run(main())
    assert watch.asked("/multipart/abort") == 1
    assert records(tmp_path / "state") == []


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_cancelled_upload_is_aborted(
    server: Emulator, source: Path, watch: Watch, backend: str, tmp_path: Path
) -> None:
    server.fault("delay", "/storage/parts/*/4", method="PUT", seconds=100.0)

    async def main() -> None:
        async with AsyncTogether() as client, anyio.create_task_group() as group:
            group.start_soon(cancel_when_begun, group.cancel_scope, watch)
            await client.files.upload(
                source, purpose="fine-tune", multipart_threshold=0, part_size=PART
            )

    anyio.run(main, backend=backend)
    assert watch.asked("/multipart/abort") == 1
    assert records(tmp_path / "state") == []


async def cancel_when_begun(scope: anyio.CancelScope, watch: Watch) -> None:
    while not await anyio.to_thread.run_sync(watch.parts):
        await anyio.sleep(0.02)
    scope.cancel()


PROGRAM = """
import sys
from together_ext import Together
from together_ext.transfer import parts
parts.MIN_PART_BYTES = int(sys.argv[3])
with Together() as client:
    file = client.files.upload(sys.argv[1], purpose="fine-tune", multipart_threshold=0,
                               part_size=parts.MIN_PART_BYTES, max_connections=int(sys.argv[2]))
    print(file.id)
"""


@pytest.fixture
def begin(server: Emulator) -> Any:
    """Start an upload in a process of its own; it ends with the test."""
    started: list[subprocess.Popen[str]] = []

    def start(source: Path, width: int = 1) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(source), str(width), str(PART)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def wait_for(condition: Callable[[], object], process: subprocess.Popen[str]) -> None:
    while not condition():
        assert process.poll() is None, process.communicate()
        time.sleep(0.02)


def test_an_interrupted_upload_is_aborted(
    server: Emulator, source: Path, watch: Watch, begin: Any, tmp_path: Path
) -> None:
    server.fault("delay", "/storage/parts/*/3", method="PUT", seconds=100.0)
    process = begin(source)
    wait_for(lambda: watch.parts()[2], process)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=300)
    assert "KeyboardInterrupt" in said
    assert KEY not in said
    assert watch.asked("/multipart/abort") == 1
    assert records(tmp_path / "state") == []


# ---- crashes


def test_what_a_killed_process_has_sent_is_not_sent_again(
    use: Client, server: Emulator, source: Path, watch: Watch, begin: Any, tmp_path: Path
) -> None:
    server.fault("delay", "/storage/parts/*/3", method="PUT", seconds=300.0)
    process = begin(source)
    # The third part is under way, so the second one's ETag is on the disk.
    wait_for(lambda: puts_begun(watch, 3), process)
    process.kill()
    process.communicate()
    server.clear_faults()

    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    told: list[Progress] = []
    file = upload(use, source.rename(elsewhere / source.name), progress=told.append)
    assert {progress.resumed_from for progress in told} == {2 * PART}
    assert (told[0].done, told[-1].done) == (2 * PART, SIZE)
    source = elsewhere / source.name
    assert [found["id"] for found in stored(server, source)] == [file.id]
    assert watch.parts() == dict.fromkeys(range(1, PARTS + 1), 1)
    assert watch.asked("/multipart/initiate") == 1
    assert records(tmp_path / "state") == []


def test_the_test_of_damage_changes_the_record(left: Path) -> None:
    data = left.read_bytes()
    assert all(damage(data) != data for damage in DAMAGE)


def puts_begun(watch: Watch, part: int) -> bool:
    return any(entry["path"].endswith(f"/{part}") for entry in watch.log())


def test_killed_at_random_moments_it_arrives_whole_in_the_end(
    server: Emulator, source: Path, watch: Watch, begin: Any
) -> None:
    server.fault("delay", "/storage/parts/*", method="PUT", seconds=0.1, times=-1)
    chance = random.Random(20)
    for _ in range(6):
        process = begin(source, 2)
        try:
            process.wait(0.35 + 0.4 * chance.random())
        except subprocess.TimeoutExpired:
            process.kill()
        process.communicate()
    process = begin(source, 2)
    id, said = process.communicate(timeout=300)
    assert process.returncode == 0, said
    assert id.strip() in [found["id"] for found in stored(server, source)]
    assert len(stored(server, source)) == 1


@pytest.fixture
def left(server: Emulator, source: Path, watch: Watch, begin: Any, tmp_path: Path) -> Path:
    """The record of an upload that was killed when two parts were there."""
    server.fault("delay", "/storage/parts/*/3", method="PUT", seconds=300.0)
    process = begin(source)
    wait_for(lambda: puts_begun(watch, 3), process)
    process.kill()
    process.communicate()
    server.clear_faults()
    (record,) = [path for path in records(tmp_path / "state") if path.suffix == ".json"]
    return record


def test_the_record_is_for_its_owner_alone_and_holds_no_key(left: Path) -> None:
    assert stat.S_IMODE(left.stat().st_mode) == 0o600
    assert stat.S_IMODE(left.parent.stat().st_mode) == 0o700
    assert KEY not in left.read_text()


@pytest.mark.parametrize("damage", range(6))
def test_a_damaged_record_is_not_trusted(
    server: Emulator, source: Path, left: Path, damage: int
) -> None:
    left.write_bytes(DAMAGE[damage](left.read_bytes()))
    upload(Client("sync"), source)
    assert len(stored(server, source)) == 1


def test_a_changed_file_is_another_upload(
    server: Emulator, source: Path, watch: Watch, left: Path
) -> None:
    status = source.stat()
    with source.open("r+b") as file:
        file.write(b"other")
    os.utime(source, ns=(status.st_atime_ns, status.st_mtime_ns))
    upload(Client("sync"), source)
    assert watch.asked("/multipart/initiate") == 2
    assert len(stored(server, source)) == 1


def test_what_another_key_has_begun_is_left_alone(
    use: Client, server: Emulator, source: Path, watch: Watch, left: Path
) -> None:
    upload(use, source, api_key="key-of-another-account")
    assert (watch.asked("/multipart/initiate"), watch.asked("/multipart/abort")) == (2, 0)
    assert left.exists()


@pytest.mark.parametrize("code", [400, 500])
def test_an_upload_that_is_gone_is_begun_anew_whatever_the_abort_says(
    server: Emulator, source: Path, watch: Watch, left: Path, code: int
) -> None:
    server.fault("status", "/storage/parts/*", method="PUT", code=404)
    server.fault("status", "/files/multipart/abort", method="POST", code=code, times=2)
    upload(SYNC, source, max_retries=1)
    assert watch.asked("/multipart/initiate") == 2
    assert len(stored(server, source)) == 1


def test_an_upload_that_is_gone_is_begun_anew(
    use: Client, server: Emulator, source: Path, watch: Watch, left: Path
) -> None:
    record = json.loads(left.read_text().partition("\n")[2])
    given_up = abort_multipart_upload(upload_id=record["upload_id"], file_id=record["file_id"])
    with Together() as client:
        client._run(fetch(given_up, client._policy()))
    upload(use, source)
    assert watch.asked("/multipart/initiate") == 2
    assert len(stored(server, source)) == 1


def test_a_file_that_was_completed_before_the_crash_is_found_done(
    use: Client, server: Emulator, source: Path, watch: Watch, begin: Any
) -> None:
    server.fault("drop_after", "/files/multipart/complete", method="POST", times=-1)
    process = begin(source)
    wait_for(lambda: stored(server, source), process)
    process.kill()
    process.communicate()
    server.clear_faults()
    file = upload(use, source)
    assert [found["id"] for found in stored(server, source)] == [file.id]
    assert watch.parts().total() == PARTS


def test_two_processes_do_it_once(server: Emulator, source: Path, watch: Watch, begin: Any) -> None:
    # Long enough for the second one to come while the first is at work.
    server.fault("delay", "/storage/parts/*/2", method="PUT", seconds=1.5)
    both = [begin(source), begin(source)]
    ids = {process.communicate(timeout=300)[0] for process in both}
    assert len(ids) == 1
    assert watch.parts() == dict.fromkeys(range(1, PARTS + 1), 1)
    assert sum(entry["method"] == "PUT" for entry in watch.log()) == PARTS


def test_without_a_place_for_the_record_it_is_uploaded_all_the_same(
    use: Client, server: Emulator, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOGETHER_STATE_DIR", "/dev/null/state")
    upload(use, source)
    assert len(stored(server, source)) == 1


# ---- one that fails ends the others


def test_parts_that_wait_are_broken_off_when_another_fails(
    use: Client, server: Emulator, source: Path, watch: Watch
) -> None:
    server.fault("delay", "/storage/parts/*/1", method="PUT", seconds=100.0)
    server.fault("delay", "/storage/parts/*/2", method="PUT", seconds=0.5)
    server.fault("status", "/storage/parts/*/3", method="PUT", code=400, body="no")
    # httpx gives no way to a connection that waits for an answer: there it is its timeout that ends
    # it, a minute where it is not set.
    by_httpx = os.environ.get("TOGETHER_EXT_TRANSPORT") == "httpx"
    with pytest.raises(errors.UploadError, match="400: no"):
        # Two at a time, so that the third begins when the first has long begun.
        upload(use, source, max_connections=2, timeout=8.0 if by_httpx else None)
    (first,) = [e for e in watch.log() if e["path"].endswith("/1") and e["method"] == "PUT"]
    assert first["status"] is None
    assert watch.asked("/multipart/abort") == 1


def test_it_works_with_a_client_of_the_callers_own(
    server: Emulator, source: Path, watch: Watch
) -> None:
    headers = {"Authorization": "Bearer of-another-service", "Cookie": "a=b"}
    server.fault("drop_before", "/storage/parts/*/2", method="PUT", read_bytes=30_000)
    with httpx.Client(headers=headers, cookies={"c": "d"}) as own, Together(http_client=own) as c:
        c.files.upload(source, purpose="fine-tune", multipart_threshold=0, part_size=PART)
    assert len(stored(server, source)) == 1
    for entry in watch.log():
        if entry["method"] == "PUT":
            assert not {"authorization", "cookie"} & set(entry["headers"])


def test_rows_made_anew_go_on_where_they_were(use: Client, server: Emulator, watch: Watch) -> None:
    stamp = random.random()

    def rows() -> Iterator[dict[str, Any]]:
        for number in range(2000):
            yield {"custom_id": f"{stamp}-{number}", "body": {"text": "x" * 80}}

    server.fault("drop_before", "/storage/parts/*/4", method="PUT", times=2)
    server.fault("drop_before", "/files/multipart/abort", method="POST", times=2)
    with pytest.raises(errors.APIConnectionError):
        upload(use, rows(), max_retries=1, max_connections=1)
    file = upload(use, rows())
    assert file.line_count == 2000
    assert watch.asked("/multipart/initiate") == 1
    assert set(watch.parts().values()) == {1}

"""What ``upload`` takes: paths, open files, bytes, rows; and what it says of anything else."""

from __future__ import annotations

import asyncio
import gc
import gzip
import hashlib
import io
import json
import math
import os
import random
import threading
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Client
from tests.live.conftest import requests
from together_ext import AsyncTogether, errors
from together_ext.emulator.pytest_plugin import Emulator
from together_ext.transfer.content import of_path
from together_ext.transfer.spool import Spool


def fresh(size: int = 3_000_000) -> bytes:
    """Bytes that no other test has uploaded."""
    return random.randbytes(size)


def upload(use: Client, file: Any, **options: Any) -> Any:
    options = {"purpose": "fine-tune", "file_type": "jsonl", **options}
    return use(lambda c: c.files.upload(file, **options))


def stored(server: Emulator, data: bytes) -> dict[str, Any]:
    digest = hashlib.sha256(data).hexdigest()
    (found,) = [file for file in server.books()["files"] if file["sha256"] == digest]
    return found


# ---- bytes


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_bytes(use: Client, server: Emulator, kind: Any) -> None:
    data = fresh()
    file = upload(use, kind(data), filename="rows.jsonl")
    assert stored(server, data)["id"] == file.id
    assert file.filename == "rows.jsonl"


def test_bytes_are_sent_again_whole(use: Client, server: Emulator) -> None:
    data = fresh()
    server.fault("drop_before", "/storage/*", method="PUT", read_bytes=1_500_000)
    assert upload(use, data).bytes_ == len(data)
    stored(server, data)


def test_bytes_without_a_name_get_one(use: Client, server: Emulator) -> None:
    assert upload(use, fresh(10)).filename == "upload.jsonl"


def test_bytes_that_nobody_knows_the_type_of_are_refused(use: Client, server: Emulator) -> None:
    with pytest.raises(errors.InvalidArgumentError, match="type"):
        upload(use, fresh(10), file_type=None)


@pytest.mark.parametrize("shape", [[100], [10, 10], []])
def test_a_memoryview_of_numbers_is_its_bytes(
    use: Client, server: Emulator, shape: list[int]
) -> None:
    data = fresh(8 * math.prod(shape))
    upload(use, memoryview(data).cast("Q", shape))
    stored(server, data)


# ---- open files


def test_an_open_file_from_where_it_is(use: Client, server: Emulator, tmp_path: Path) -> None:
    data = fresh()
    path = tmp_path / "open.jsonl"
    path.write_bytes(b"head" + data)
    with path.open("rb") as file:
        file.read(4)
        found = upload(use, file, file_type=None)
        assert file.tell() == 4
        assert not file.closed
    assert stored(server, data)["id"] == found.id
    assert found.filename == "open.jsonl"


def test_an_open_file_of_no_name(use: Client, server: Emulator, tmp_path: Path) -> None:
    data = fresh()
    path = tmp_path / "x"
    path.write_bytes(data)
    with path.open("r+b", buffering=0) as file:
        path.unlink()
        assert upload(use, file, filename="given.jsonl").filename == "given.jsonl"
    stored(server, data)


def test_what_was_written_and_not_flushed_is_uploaded_too(
    use: Client, server: Emulator, tmp_path: Path
) -> None:
    data = fresh(100)
    path = tmp_path / "x.jsonl"
    path.write_bytes(bytes(50) + data[50:])
    with path.open("r+b") as file:
        # What was read is in the buffer, and a seek to a place in the buffer does not flush it.
        file.read(1)
        file.seek(0)
        file.write(data[:50])
        file.seek(0)
        assert path.read_bytes() != data
        upload(use, file)
    stored(server, data)


def test_a_file_object_without_a_file(use: Client, server: Emulator) -> None:
    data = fresh()
    buffer = io.BytesIO(b"head" + data)
    buffer.seek(4)
    upload(use, buffer)
    stored(server, data)


def test_a_compressed_file_is_what_it_reads_as(
    use: Client, server: Emulator, tmp_path: Path
) -> None:
    data = fresh(200_000)
    path = tmp_path / "x.jsonl.gz"
    path.write_bytes(gzip.compress(data, 1))
    with gzip.open(path) as file:
        upload(use, file, filename="x.jsonl")
    stored(server, data)


def test_a_pipe_is_sent_again_whole(use: Client, server: Emulator) -> None:
    data = fresh()
    server.fault("status", "/storage/*", method="PUT", code=503)
    reader, writer = os.pipe()

    def write() -> None:
        with os.fdopen(writer, "wb") as file:
            file.write(data)

    thread = threading.Thread(target=write)
    thread.start()
    with os.fdopen(reader, "rb") as pipe:
        upload(use, pipe)
    thread.join()
    stored(server, data)


@pytest.mark.parametrize("buffering", [-1, 0])
def test_a_pipe_that_has_nothing_just_now_has_not_ended(
    use: Client, server: Emulator, buffering: int
) -> None:
    before = requests(server)
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    os.write(writer, b"the beginning")
    with (
        os.fdopen(writer, "wb"),
        os.fdopen(reader, "rb", buffering) as pipe,
        pytest.raises(errors.InvalidArgumentError, match="does not block"),
    ):
        upload(use, pipe)
    assert requests(server) == before


def test_an_open_file_that_changes_is_an_error(
    use: Client, server: Emulator, tmp_path: Path
) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(fresh())

    def change(_: object) -> None:
        with path.open("ab") as more:
            more.write(b"x")

    with path.open("rb") as file, pytest.raises(errors.UploadError, match="changed"):
        upload(use, file, progress=change)


# ---- rows

ROWS: list[dict[str, Any]] = [
    {"custom_id": "1", "body": {"text": 'ü\u2028\u0085 " \\ \n'}},
    {"custom_id": "2", "body": {"numbers": [1, 1.5, None, True], "empty": {}}},
]
EXACT = (
    '{"custom_id":"1","body":{"text":"ü\u2028\u0085 \\" \\\\ \\n"}}\n'
    '{"custom_id":"2","body":{"numbers":[1,1.5,null,true],"empty":{}}}\n'
).encode()


def rows() -> Iterator[dict[str, Any]]:
    yield from ROWS


def test_rows_are_lines_of_json(use: Client, server: Emulator) -> None:
    file = upload(use, rows(), file_type=None)
    assert stored(server, EXACT)["id"] == file.id
    assert (file.filename, file.line_count) == ("rows.jsonl", 2)
    use(lambda c: c.files.delete(file.id))


def test_rows_of_a_list_under_a_name(use: Client, server: Emulator) -> None:
    file = upload(use, ROWS, filename="mine.jsonl")
    assert file.filename == "mine.jsonl"
    use(lambda c: c.files.delete(file.id))


def test_many_rows(use: Client, server: Emulator) -> None:
    stamp = random.random()
    made = [{"custom_id": f"{n}", "stamp": stamp} for n in range(20_000)]
    assert upload(use, iter(made)).line_count == 20_000
    stored(server, b"".join(json.dumps(r, separators=(",", ":")).encode() + b"\n" for r in made))


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_rows_of_an_async_iterable(server: Emulator, backend: str) -> None:
    stamp = random.random()
    ended = False

    async def made() -> AsyncIterator[dict[str, Any]]:
        nonlocal ended
        try:
            for number in range(20_000):
                yield {"number": number, "stamp": stamp}
        finally:
            ended = True

    file = Client(backend)(lambda c: c.files.upload(made(), purpose="fine-tune"))
    assert (file.line_count, ended) == (20_000, True)


def test_an_async_iterable_is_not_for_threads(server: Emulator) -> None:
    async def made() -> AsyncIterator[dict[str, Any]]:
        yield {}

    with pytest.raises(errors.InvalidArgumentError, match="AsyncTogether"):
        upload(Client("sync"), made())


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_bad_row_of_an_async_iterable_says_which(server: Emulator, backend: str) -> None:
    async def made() -> AsyncIterator[Any]:
        yield {}
        yield 7

    with pytest.raises(errors.InvalidArgumentError, match="row 2 is of type int"):
        Client(backend)(lambda c: c.files.upload(made()))


CIRCLE: dict[str, Any] = {}
CIRCLE["me"] = CIRCLE


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"x": float("nan")}, "not JSON"),
        ({"x": float("inf")}, "not JSON"),
        ({"x": object()}, "not JSON.*object"),
        ({"x": b"bytes"}, "not JSON.*bytes"),
        ({("a", "b"): 1}, "not JSON"),
        (CIRCLE, "not JSON.*[Cc]ircular"),
        ({"x": "\ud800"}, "surrogate"),
        ("text", "of type str"),
        (b'{"x": 1}', "of type bytes"),
        (["x"], "of type list"),
        (None, "of type NoneType"),
    ],
)
def test_a_row_that_is_none_says_which_it_is(server: Emulator, row: Any, why: str) -> None:
    before = requests(server)
    with pytest.raises(errors.InvalidArgumentError, match=f"row 3 .*{why}"):
        upload(Client("sync"), iter([{}, {}, row, {}]))
    assert requests(server) == before


def test_a_generator_that_fails_fails_the_upload(use: Client, server: Emulator) -> None:
    def made() -> Iterator[dict[str, Any]]:
        yield {}
        raise ZeroDivisionError

    before = requests(server)
    with pytest.raises(ZeroDivisionError):
        upload(use, made())
    assert requests(server) == before


# ---- what cannot be uploaded


def closed() -> io.BytesIO:
    file = io.BytesIO(b"x")
    file.close()
    return file


def released() -> memoryview:
    view = memoryview(b"x")
    view.release()
    return view


BAD: list[tuple[Any, dict[str, Any], type[Exception], str]] = [
    (lambda _: io.StringIO("x"), {}, errors.InvalidArgumentError, "text mode.*'rb'"),
    (lambda p: (p / "x.jsonl").open(), {}, errors.InvalidArgumentError, "text mode.*'rb'"),
    (lambda _: closed(), {}, errors.InvalidArgumentError, "closed"),
    (lambda p: (p / "y").open("wb"), {}, errors.InvalidArgumentError, "not open for reading"),
    (lambda _: b"", {}, errors.InputFileError, "empty"),
    (lambda _: bytearray(), {}, errors.InputFileError, "empty"),
    (lambda _: [], {}, errors.InputFileError, "empty"),
    (lambda _: io.BytesIO(), {}, errors.InputFileError, "empty"),
    (lambda p: (p / "empty.jsonl").open("rb"), {}, errors.InputFileError, "empty"),
    (lambda p: p, {}, errors.InputFileError, "directory"),
    (lambda p: p / "fifo", {}, errors.InputFileError, "not a regular file"),
    (lambda p: p / "none", {}, errors.InputFileNotFoundError, "no file"),
    (lambda _: {"a": 1}, {}, errors.InvalidArgumentError, "must be a path.*dict"),
    (lambda _: 7, {}, errors.InvalidArgumentError, "must be a path.*int"),
    (lambda _: None, {}, errors.InvalidArgumentError, "must be a path.*NoneType"),
    (lambda _: memoryview(b"abcd")[::2], {}, errors.InvalidArgumentError, "contiguous"),
    (lambda _: released(), {}, errors.InvalidArgumentError, "contiguous"),
    (lambda _: "\ud800.jsonl", {}, errors.InvalidArgumentError, "no path"),
    (lambda _: ROWS, {"file_type": "csv"}, errors.InvalidArgumentError, "jsonl, not as csv"),
    (lambda _: b"x", {"filename": ""}, errors.InvalidArgumentError, "filename"),
    (lambda _: b"x", {"filename": "a\0b"}, errors.InvalidArgumentError, "filename"),
    (lambda _: b"x", {"filename": "\ud800"}, errors.InvalidArgumentError, "Unicode"),
    (lambda _: b"x", {"filename": 7}, errors.InvalidArgumentError, "filename"),
    (lambda _: b"x", {"part_size": 1}, errors.InvalidArgumentError, "part_size"),
    (lambda _: b"x", {"multipart_threshold": -1}, errors.InvalidArgumentError, "threshold"),
    (lambda _: b"x", {"max_connections": 0}, errors.InvalidArgumentError, "max_connections"),
    (lambda _: b"x", {"purpose": "x"}, errors.InvalidArgumentError, "purpose"),
    (lambda _: b"x", {"progress": 7}, errors.InvalidArgumentError, "progress"),
]


@pytest.mark.parametrize(("make", "options", "kind", "why"), BAD)
def test_what_cannot_be_uploaded_sends_no_request(
    server: Emulator,
    tmp_path: Path,
    make: Any,
    options: dict[str, Any],
    kind: type[Exception],
    why: str,
) -> None:
    (tmp_path / "x.jsonl").write_text("{}\n")
    (tmp_path / "empty.jsonl").touch()
    os.mkfifo(tmp_path / "fifo")
    before, open_files = requests(server), len(os.listdir("/proc/self/fd"))
    file = make(tmp_path)
    with pytest.raises(kind, match=why):
        upload(Client("sync"), file, **options)
    if hasattr(file, "close"):
        file.close()
    assert requests(server) == before
    assert len(os.listdir("/proc/self/fd")) <= open_files


def test_a_file_that_is_too_large_is_not_read(
    use: Client, server: Emulator, tmp_path: Path
) -> None:
    path = tmp_path / "x.jsonl"
    with path.open("wb") as file:
        file.truncate(int(50.1 * 1024**3) + 1)  # sparse: it takes no room
    with pytest.raises(errors.InputFileError, match="up to"):
        upload(use, path)


def test_a_machine_without_a_temporary_directory_says_so(
    server: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.setattr("tempfile._candidate_tempdir_list", lambda: ["/dev/null"])
    with pytest.raises(errors.InputFileError, match=r"No usable temporary directory"):
        upload(Client("sync"), ROWS)


def test_a_relative_path_where_the_current_directory_is_gone_leads_to_no_file(
    server: Emulator, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    with pytest.raises(errors.InputFileNotFoundError, match=r"x\.jsonl"):
        upload(Client("sync"), "x.jsonl")


def test_a_pipe_that_takes_the_files_place_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(b"x")
    content = of_path(path)
    path.unlink()
    os.mkfifo(path)
    raised: list[BaseException] = []

    def read() -> None:
        try:
            list(content.chunks(0, 1))
        except errors.UploadError as error:
            raised.append(error)

    reading = threading.Thread(target=read, daemon=True)
    reading.start()
    reading.join(timeout=10)
    waits = reading.is_alive()
    if waits:
        path.open("wb").close()  # lets it go
        reading.join()
    assert (waits, len(raised)) == (False, 1)


async def one_row() -> AsyncIterator[dict[str, Any]]:
    yield {}


@pytest.mark.parametrize("rows_of", [rows, one_row])
def test_one_that_is_cancelled_as_its_rows_are_there_keeps_nothing_open(
    server: Emulator, monkeypatch: pytest.MonkeyPatch, rows_of: Any
) -> None:
    # asyncio's own cancellation ends the wait for a worker, and what it returns is lost.
    async def main() -> None:
        loop = asyncio.get_running_loop()
        for name in ("flush", "content"):
            real = getattr(Spool, name)

            def slow(spool: Spool, real: Any = real) -> Any:
                if threading.current_thread() is not threading.main_thread():
                    loop.call_soon_threadsafe(task.cancel)
                    time.sleep(0.1)
                return real(spool)

            monkeypatch.setattr(Spool, name, slow)
        async with AsyncTogether(api_key="k") as client:
            task = asyncio.ensure_future(client.files.upload(rows_of()))
            with pytest.raises(asyncio.CancelledError):
                await task

    gc.collect()
    before = len(os.listdir("/proc/self/fd"))
    asyncio.run(main())
    gc.collect()
    assert len(os.listdir("/proc/self/fd")) <= before


def test_a_disk_too_full_for_rows_says_so(
    server: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", "/dev/null")
    with pytest.raises(errors.InputFileError, match=r"cannot be kept in /dev/null"):
        upload(Client("sync"), ROWS)

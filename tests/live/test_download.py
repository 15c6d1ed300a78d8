"""``retrieve_content`` over real sockets: correct or absent."""

from __future__ import annotations

import errno
import json
import os
import shutil
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Client
from tests.live.conftest import Stored, requests
from together_ext import Progress, errors
from together_ext.emulator.pytest_plugin import Emulator
from together_ext.transfer import disk

ROOT = Path(__file__).resolve().parents[2]
CONTENT = "/files/*/content"
SIZE = 3_000_000

Store = Callable[[int], Stored]


def fetch(use: Client, stored: Stored, output: Any, **options: Any) -> Any:
    # With one connection: how many more are tried depends on how busy the machine is.
    return use(
        lambda c: c.files.retrieve_content(stored.id, output=output, max_connections=1), **options
    )


KEPT = [".x.part", ".x.part.json"]  # what the next try can go on from


def left_in(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir() if "emulator" not in path.name)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """An empty directory to download into."""
    path = tmp_path / "target"
    path.mkdir()
    return path


@pytest.mark.parametrize("size", [1, 65536, SIZE])
def test_the_file_comes_whole(use: Client, store: Store, target: Path, size: int) -> None:
    stored = store(size)
    result = fetch(use, stored, target / "out.bin")
    assert (target / "out.bin").read_bytes() == stored.data
    assert result.object == "local"
    assert result.id == stored.id
    assert result.filename == str(target / "out.bin")
    assert result.size == size
    assert left_in(target) == ["out.bin"]


def test_no_output_means_the_current_directory(
    use: Client, store: Store, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = store(10)
    monkeypatch.chdir(target)
    result = use(lambda c: c.files.retrieve_content(stored.id))
    assert result.filename == str(target / f"{stored.id}.jsonl")
    assert left_in(target) == [f"{stored.id}.jsonl"]


def test_missing_parents_are_made(use: Client, store: Store, target: Path) -> None:
    stored = store(10)
    result = fetch(use, stored, str(target / "a" / "b" / "c.jsonl"))
    assert Path(result.filename).read_bytes() == stored.data


def test_a_file_that_is_there_is_replaced_and_keeps_its_mode(
    use: Client, store: Store, target: Path
) -> None:
    stored = store(10)
    (target / "x").write_text("old")
    (target / "x").chmod(0o600)
    fetch(use, stored, target / "x")
    assert (target / "x").read_bytes() == stored.data
    assert (target / "x").stat().st_mode & 0o777 == 0o600


def test_a_link_is_followed(use: Client, store: Store, target: Path) -> None:
    stored = store(10)
    (target / "real").write_text("old")
    (target / "link").symlink_to(target / "real")
    result = fetch(use, stored, target / "link")
    assert result.filename == str(target / "link")
    assert (target / "link").is_symlink()
    assert (target / "real").read_bytes() == stored.data


# ---- answers that are not a plain whole 200


@pytest.mark.parametrize("kind", ["chunked", "gzip", "close_delimited"])
def test_without_a_length_the_metadata_is_asked(
    use: Client, server: Emulator, store: Store, target: Path, kind: str
) -> None:
    stored = store(SIZE)
    server.fault(kind, CONTENT)
    before = server.books()["requests"].get("GET /files/{id}", 0)
    assert fetch(use, stored, target / "x").size == SIZE
    assert (target / "x").read_bytes() == stored.data
    assert server.books()["requests"]["GET /files/{id}"] == before + 1


def test_with_a_length_there_is_one_request(
    use: Client, server: Emulator, store: Store, target: Path
) -> None:
    stored = store(SIZE)
    before = requests(server)
    fetch(use, stored, target / "x")
    assert requests(server) == before + 1


@pytest.mark.parametrize("cut", [0, 1, 100_000, SIZE - 1])
def test_a_cut_download_is_tried_again(
    use: Client, server: Emulator, store: Store, target: Path, cut: int
) -> None:
    stored = store(SIZE)
    server.fault("cut_body", CONTENT, bytes=cut)
    assert fetch(use, stored, target / "x").size == SIZE
    assert (target / "x").read_bytes() == stored.data


@pytest.mark.parametrize("cut", [0, 1, 100_000])
def test_a_download_that_stays_cut_names_both_sizes_and_keeps_what_came(
    use: Client, server: Emulator, store: Store, target: Path, cut: int
) -> None:
    stored = store(SIZE)
    before = requests(server)
    server.fault("cut_body", CONTENT, bytes=cut, times=-1)
    with pytest.raises(errors.DownloadError, match=f"of {SIZE} bytes") as caught:
        fetch(use, stored, target / "x", max_retries=1)
    assert requests(server) == before + 2
    assert (caught.value.expected, caught.value.received) == (SIZE, 2 * cut)
    assert caught.value.id == stored.id
    assert left_in(target) == (KEPT if cut else [])


def test_what_was_there_survives_a_failed_download(
    use: Client, server: Emulator, store: Store, target: Path
) -> None:
    stored = store(SIZE)
    (target / "x").write_text("old")
    server.fault("cut_body", CONTENT, bytes=5, times=-1)
    with pytest.raises(errors.DownloadError):
        fetch(use, stored, target / "x", max_retries=0)
    assert left_in(target) == [*KEPT, "x"]
    assert (target / "x").read_text() == "old"


def test_directories_made_for_a_failed_download_go(
    use: Client, server: Emulator, store: Store, target: Path
) -> None:
    stored = store(SIZE)
    server.fault("cut_body", CONTENT, bytes=0, times=-1)
    with pytest.raises(errors.DownloadError):
        fetch(use, stored, target / "a" / "b" / "x", max_retries=0)
    assert left_in(target) == []


def test_a_page_of_a_portal_is_not_the_file(
    use: Client, server: Emulator, store: Store, target: Path
) -> None:
    stored = store(1000)
    server.fault("html", CONTENT)
    with pytest.raises(errors.DownloadError, match="1000"):
        fetch(use, stored, target / "x")
    assert left_in(target) == []


@pytest.mark.parametrize("status", [202, 204, 206])
def test_another_success_is_not_the_file(
    use: Client, server: Emulator, store: Store, target: Path, status: int
) -> None:
    stored = store(1000)
    server.fault("status", CONTENT, code=status)
    with pytest.raises(errors.DownloadError):
        fetch(use, stored, target / "x")
    assert left_in(target) == []


def test_an_unknown_file_is_not_found(use: Client, server: Emulator, target: Path) -> None:
    with pytest.raises(errors.NotFoundError, match="file-none"):
        use(lambda c: c.files.retrieve_content("file-none", output=target / "a" / "x"))
    assert left_in(target) == []


def test_a_busy_server_is_asked_again(
    use: Client, server: Emulator, store: Store, target: Path
) -> None:
    stored = store(1000)
    server.fault("status", CONTENT, code=503, headers={"Retry-After": "0"})
    server.fault("drop_before", CONTENT)
    assert fetch(use, stored, target / "x").size == 1000


def test_storage_does_not_see_the_key(
    use: Client, server: Emulator, store: Store, target: Path
) -> None:
    stored = store(SIZE)
    server.fault("redirect", CONTENT, location="storage")
    assert fetch(use, stored, target / "x").size == SIZE
    books = server.books()
    assert books["authorization_on_storage"] == 0
    assert any(e["origin"] == "storage" and e["method"] == "GET" for e in books["log"])


def test_a_redirect_loop_ends(use: Client, server: Emulator, store: Store, target: Path) -> None:
    stored = store(10)
    location = f"{server.base_url}/v1/files/{stored.id}/content"
    server.fault("redirect", CONTENT, location=location, times=-1)
    with pytest.raises(errors.RedirectError, match="loop"):
        fetch(use, stored, target / "x")
    assert left_in(target) == []


def test_a_silent_server_times_out(
    use: Client, server: Emulator, store: Store, target: Path
) -> None:
    stored = store(SIZE)
    server.fault("stall", CONTENT, bytes=1000, seconds=100.0, times=-1)
    with pytest.raises(errors.DownloadError, match="timed out"):
        fetch(use, stored, target / "x", max_retries=0, timeout=2.0)
    assert left_in(target) == KEPT


# ---- the disk


def test_a_directory_that_cannot_be_written_is_said_before_any_request(
    use: Client, server: Emulator, store: Store, target: Path
) -> None:
    stored = store(10)
    (target / "file").touch()
    before = requests(server)
    with pytest.raises(errors.OutputError, match="cannot be written"):
        fetch(use, stored, target / "file" / "x")
    assert requests(server) == before
    assert left_in(target) == ["file"]


def test_a_device_is_not_replaced(use: Client, server: Emulator, store: Store) -> None:
    stored = store(10)
    with pytest.raises(errors.OutputError, match="not a regular file"):
        fetch(use, stored, "/dev/null")
    assert not Path("/dev/null").is_file()


def test_too_little_space_is_said_at_the_start(
    use: Client, store: Store, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = store(1000)
    monkeypatch.setattr(disk, "free_space", lambda descriptor, directory: 999)
    with pytest.raises(errors.InsufficientDiskSpaceError) as caught:
        fetch(use, stored, target / "x")
    assert (caught.value.needed, caught.value.available) == (1000, 999)
    assert left_in(target) == []


def test_space_for_exactly_the_file_is_enough(
    use: Client, store: Store, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = store(1000)
    monkeypatch.setattr(disk, "free_space", lambda descriptor, directory: 1000)
    assert fetch(use, stored, target / "x").size == 1000


def test_the_bytes_are_on_the_disk_before_the_name_and_the_name_before_the_return(
    use: Client, store: Store, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = store(1000)
    seen: list[str] = []
    fsync, replace = os.fsync, os.replace

    def spy_fsync(descriptor: int) -> None:
        is_directory = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        seen.append("directory" if is_directory else f"{os.fstat(descriptor).st_size} bytes")
        fsync(descriptor)

    def spy_replace(source: Path, destination: Path) -> None:
        seen.append("rename")
        replace(source, destination)

    monkeypatch.setattr(os, "fsync", spy_fsync)
    monkeypatch.setattr(os, "replace", spy_replace)
    fetch(use, stored, target / "x")
    assert seen == ["1000 bytes", "rename", "directory"]


@pytest.mark.parametrize(("code", "fails"), [(errno.EINVAL, False), (errno.EIO, True)])
def test_a_directory_that_cannot_be_synced_is_an_error_unless_none_can(
    use: Client,
    store: Store,
    target: Path,
    monkeypatch: pytest.MonkeyPatch,
    code: int,
    fails: bool,
) -> None:
    stored = store(1000)
    fsync = os.fsync

    def refuse_directories(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(code, os.strerror(code))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", refuse_directories)
    if fails:
        with pytest.raises(errors.OutputError, match=r"Input/output error"):
            fetch(use, stored, target / "x")
    else:
        assert fetch(use, stored, target / "x").size == 1000


FULL_DISK = """
import json, os, subprocess, sys
from pathlib import Path
from tests.conftest import Client
from together_ext import InsufficientDiskSpaceError

flavour, id, disk = sys.argv[1:]
# In a mount namespace of this process alone: it goes when the process does, however that ends.
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "none", disk], check=True)
try:
    Client(flavour)(lambda c: c.files.retrieve_content(id, output=f"{disk}/x"))
    error = None
except InsufficientDiskSpaceError as caught:
    error = type(caught).__name__
print(json.dumps([error, os.listdir(disk)]))
"""


def can_mount() -> bool:
    """Whether this machine lets a test have a small disk of its own."""
    if shutil.which("unshare") is None:
        return False
    mount = "mount -t tmpfs -o size=1m none /mnt"
    trial = subprocess.run(["unshare", "--mount", "sh", "-c", mount], capture_output=True)
    return trial.returncode == 0


@pytest.mark.skipif(not can_mount(), reason="not allowed to mount: no disk can be filled here")
@pytest.mark.parametrize("kind", ["plain", "chunked"])
def test_a_full_disk_is_a_typed_error_and_leaves_nothing_in_the_way(
    use: Client, server: Emulator, store: Store, target: Path, kind: str
) -> None:
    stored = store(SIZE)
    if kind == "chunked":  # no length: the disk is found full in the middle
        server.fault("chunked", CONTENT)
    program = [sys.executable, "-c", FULL_DISK, use.flavour, stored.id, str(target)]
    done = subprocess.run(
        ["unshare", "--mount", *program],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    error, left = json.loads(done.stdout)
    assert error == "InsufficientDiskSpaceError"
    # Where what came before the disk was full had been recorded, it is kept to be gone on from.
    assert sorted(left) in ([[], KEPT] if kind == "chunked" else [[]])


def test_a_planted_link_does_not_choose_what_is_written(
    use: Client, store: Store, target: Path
) -> None:
    stored = store(10)
    (target / "victim").write_text("precious")
    (target / ".x.part").symlink_to(target / "victim")
    fetch(use, stored, target / "x")
    assert (target / "victim").read_text() == "precious"
    assert left_in(target) == ["victim", "x"]


def test_a_very_long_name_has_a_short_partial_file(use: Client, store: Store, target: Path) -> None:
    stored = store(10)
    name = "n" * 255
    fetch(use, stored, target / name)
    assert left_in(target) == [name]


def test_a_name_that_is_too_long_is_said(use: Client, store: Store, target: Path) -> None:
    stored = store(10)
    with pytest.raises(errors.OutputError, match="too long"):
        fetch(use, stored, target / ("n" * 256))
    assert left_in(target) == []


def test_two_downloads_to_one_destination_take_turns(
    use: Client, server: Emulator, store: Store, target: Path
) -> None:
    stored = store(SIZE)
    server.fault("stall", CONTENT, bytes=1000, seconds=0.5)
    results: list[Any] = []
    threads = [
        threading.Thread(target=lambda: results.append(fetch(use, stored, target / "x")))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    assert [result.size for result in results] == [SIZE] * 3
    assert (target / "x").read_bytes() == stored.data
    assert left_in(target) == ["x"]


# ---- progress


def test_progress_is_told(use: Client, store: Store, target: Path) -> None:
    stored = store(SIZE)
    told: list[Progress] = []
    threads: set[int] = set()

    def tell(progress: Progress) -> None:
        told.append(progress)
        threads.add(threading.get_ident())

    use(lambda c: c.files.retrieve_content(stored.id, output=target / "x", progress=tell))
    assert told[0].done == 0
    assert told[-1][:2] == (SIZE, SIZE)
    assert threads == {threading.get_ident()}


def test_a_bar_is_drawn_when_asked_for(
    use: Client, store: Store, target: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stored = store(SIZE)
    use(lambda c: c.files.retrieve_content(stored.id, output=target / "x", progress=True))
    assert "download x" in capsys.readouterr().err


def test_without_a_terminal_nothing_is_drawn(
    use: Client, store: Store, target: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fetch(use, store(SIZE), target / "x")
    assert capsys.readouterr() == ("", "")


def test_a_callback_that_raises_ends_the_download(
    use: Client, server: Emulator, store: Store, target: Path
) -> None:
    stored = store(SIZE)
    server.fault("stall", CONTENT, bytes=1000, seconds=1.0)

    def stop(progress: Progress) -> None:
        raise KeyError("enough")

    with pytest.raises(KeyError):
        use(lambda c: c.files.retrieve_content(stored.id, output=target / "x", progress=stop))
    assert "x" not in left_in(target)


# ---- streams


def test_content_is_a_stream(use: Client, store: Store) -> None:
    stored = store(SIZE)

    def sync(client: Any) -> bytes:
        with client.files.content(stored.id) as stream:
            assert stream.size == SIZE
            return b"".join(stream.iter_bytes())

    async def asynchronous(client: Any) -> bytes:
        async with client.files.content(stored.id) as stream:
            assert stream.size == SIZE
            return b"".join([chunk async for chunk in stream.iter_bytes()])

    assert use(sync if use.flavour == "sync" else asynchronous) == stored.data


def test_lines_of_a_stream_end_at_newlines_alone(
    use: Client, server: Emulator, tmp_path: Path
) -> None:
    lines = ['{"a": "\u2028"}', "", '{"b": "\u0085\r"}', '{"c": "ü"}']
    path = tmp_path / "lines.jsonl"
    path.write_bytes("\n".join(lines).encode())

    def sync(client: Any) -> list[str]:
        file = client.files.upload(path, purpose="fine-tune")
        with client.files.content(file.id) as stream:
            return list(stream.iter_lines())

    async def asynchronous(client: Any) -> list[str]:
        file = await client.files.upload(path, purpose="fine-tune")
        async with client.files.content(file.id) as stream:
            return [line async for line in stream.iter_lines()]

    assert use(sync if use.flavour == "sync" else asynchronous) == lines


def test_a_stream_is_read_once_and_inside_its_with(use: Client, store: Store) -> None:
    stored = store(10)

    def sync(client: Any) -> None:
        closed = client.files.content(stored.id)
        with pytest.raises(RuntimeError, match="open the stream"):
            list(closed.iter_bytes())
        with client.files.content(stored.id) as stream:
            list(stream.iter_bytes())
            with pytest.raises(RuntimeError, match="read already"):
                list(stream.iter_bytes())

    async def asynchronous(client: Any) -> None:
        closed = client.files.content(stored.id)
        with pytest.raises(RuntimeError, match="open the stream"):
            [chunk async for chunk in closed.iter_bytes()]
        async with client.files.content(stored.id) as stream:
            [chunk async for chunk in stream.iter_bytes()]
            with pytest.raises(RuntimeError, match="read already"):
                [chunk async for chunk in stream.iter_bytes()]

    use(sync if use.flavour == "sync" else asynchronous)


def test_a_stream_of_nothing_is_not_found_on_entering(use: Client, server: Emulator) -> None:
    def sync(client: Any) -> None:
        with client.files.content("file-none"):
            pass

    async def asynchronous(client: Any) -> None:
        async with client.files.content("file-none"):
            pass

    with pytest.raises(errors.NotFoundError):
        use(sync if use.flavour == "sync" else asynchronous)


def test_the_umask_is_kept(use: Client, store: Store, target: Path) -> None:
    stored = store(10)
    before = os.umask(0o077)
    try:
        fetch(use, stored, target / "x")
    finally:
        os.umask(before)
    assert (target / "x").stat().st_mode & 0o777 == 0o600

"""What a disk may do to a download: a typed error, and what can be gone on with is kept."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from proof.chaos import Answer, Chaos

from tests.conftest import Client
from tests.live.chaos import SIZE, Case
from together_ext import Progress, errors, progress
from together_ext.transfer import disk, journal, syncer
from together_ext.transfer.plan import Known

KEPT = [".x.part", ".x.part.json"]


@pytest.fixture
def case(chaos: Chaos, tmp_path: Path) -> Case:
    return Case(Client("sync"), chaos, tmp_path)


def fail_after(monkeypatch: pytest.MonkeyPatch, name: str, calls: int, code: int) -> None:
    """Make a system call fail from the n-th time on."""
    real = getattr(os, name)
    left = calls

    def call(*arguments: Any) -> Any:
        nonlocal left
        left -= 1
        if left < 0:
            raise OSError(code, os.strerror(code))
        return real(*arguments)

    monkeypatch.setattr(os, name, call)


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (errno.ENOSPC, errors.InsufficientDiskSpaceError),
        (errno.EDQUOT, errors.InsufficientDiskSpaceError),
        (errno.EIO, errors.OutputError),
        (errno.EROFS, errors.OutputError),
        (errno.EACCES, errors.OutputError),
    ],
)
def test_a_write_that_fails_is_typed_and_keeps_what_came(
    case: Case, monkeypatch: pytest.MonkeyPatch, code: int, error: type[errors.OutputError]
) -> None:
    case.script(Answer(rate=20_000_000))
    with monkeypatch.context() as patch:
        fail_after(patch, "pwrite", 1, code)
        with pytest.raises(error) as caught:
            case.download()
    assert caught.value.errno == code
    assert caught.value.path == str(case.target)
    assert case.left() == KEPT
    case.download()
    assert case.is_whole()
    assert case.statuses() == [200, 206]


def reserving(monkeypatch: pytest.MonkeyPatch, code: int, order: list[str]) -> None:
    """Have the reservation answer so, for files of any size."""

    def allocate(_descriptor: int, size: int) -> int:
        order.append(f"reserve {size}")
        return code

    monkeypatch.setattr(disk, "_WORTH_RESERVING", 1)
    monkeypatch.setattr(disk, "_fallocate", lambda: allocate)


def test_space_is_set_aside_before_the_first_byte(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    reserving(monkeypatch, 0, order)
    real = os.pwrite
    monkeypatch.setattr(os, "pwrite", lambda *a: (order.append("write"), real(*a))[1])
    case.download()
    assert order[:2] == [f"reserve {SIZE}", "write"]


def test_space_that_cannot_be_set_aside_is_an_error_at_the_start(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    reserving(monkeypatch, errno.ENOSPC, [])
    with pytest.raises(errors.InsufficientDiskSpaceError) as caught:
        case.download()
    assert caught.value.needed == SIZE
    assert caught.value.available is not None
    assert case.left() == []


@pytest.mark.parametrize("code", [errno.EOPNOTSUPP, errno.EINVAL, errno.ENOSYS])
def test_where_nothing_can_be_set_aside_it_goes_without(
    case: Case, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    reserving(monkeypatch, code, [])
    case.download()
    assert case.is_whole()


def test_a_directory_that_vanishes_is_an_error(case: Case) -> None:
    directory = case.directory / "d"
    case.target = directory / "x"

    def vanish(_progress: object) -> None:
        shutil.rmtree(directory, ignore_errors=True)

    case.script(Answer(rate=6_000_000))
    with pytest.raises(errors.OutputError):
        case.download(progress=vanish)
    assert not case.target.exists()


def test_an_end_that_fails_keeps_every_byte_for_the_next_try(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    case.script(Answer(rate=20_000_000))
    real = os.replace

    def fail(*arguments: Any) -> Any:
        if not str(arguments[0]).endswith(".part"):
            return real(*arguments)
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", fail)
        with pytest.raises(errors.OutputError):
            case.download()
    assert case.left() == KEPT
    case.download()
    assert case.is_whole()
    assert case.asked() == [None, f"bytes={SIZE - 1}-"]  # the proof that it is still the same


@pytest.mark.parametrize("name", ["fsync", "fdatasync"])
def test_bytes_that_the_disk_failed_to_keep_are_not_gone_on_from(
    case: Case, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(syncer, "SYNC_EVERY", 0.05)
    failed: list[int] = []
    if name == "fdatasync":  # the rest is not sent before the disk was asked
        case.script(Answer(rate=10_000_000, stall_at=2_000_000, until=lambda: failed))

    def fail_once(descriptor: int) -> None:
        if not failed:
            failed.append(descriptor)
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, name, fail_once)
    with pytest.raises(errors.OutputError):
        case.download()
    assert case.left() == []
    case.download()
    assert case.is_whole()
    assert case.asked() == [None, None]


def test_the_last_sync_is_heard_too(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    case.script(Answer(rate=10_000_000))
    real = syncer.Syncer.stop

    def stop(ending: syncer.Syncer) -> None:
        real(ending)
        ending._error = OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(syncer.Syncer, "stop", stop)
    with pytest.raises(errors.OutputError):
        case.download()
    assert not case.target.exists()


def test_a_record_that_a_killed_process_of_the_same_number_left_half_written_is_no_hindrance(
    tmp_path: Path,
) -> None:
    path = tmp_path / ".x.part.json"
    stale = tmp_path / f".x.part.json.{os.getpid()}-{threading.get_ident()}"
    stale.write_bytes(b"{")
    record = journal.Record(journal.Identity("https://api.example/v1", "file-1"), Known(), 1, [])
    journal.save(path, record)
    assert journal.load(path) is not None
    assert not stale.exists()


def test_a_record_that_cannot_be_written_is_an_error_and_not_a_lie(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as patch:
        patch.setattr(journal, "save", refuse)
        with pytest.raises(errors.OutputError):
            case.download()
    assert case.left() == []


def test_without_durable_nothing_is_synced(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    fail_after(monkeypatch, "fsync", 0, errno.EIO)
    fail_after(monkeypatch, "fdatasync", 0, errno.EIO)
    case.script(Answer(rate=10_000_000))
    case.download(durable=False)
    assert case.is_whole()


@pytest.mark.parametrize(
    "options",
    [
        {"max_connections": 0},
        {"max_connections": True},
        {"wait": -1},
        {"wait": float("nan")},
        {"stall_timeout": 0},
        {"stall_timeout": float("inf")},
        {"min_speed": -1},
    ],
    ids=str,
)
def test_options_that_make_no_sense_are_refused(case: Case, options: dict[str, Any]) -> None:
    with pytest.raises(errors.InvalidArgumentError, match=next(iter(options))):
        case.download(**options)
    assert case.server.requests == []


@pytest.mark.skipif(sys.platform != "linux", reason="fallocate is Linux's")
def test_a_large_file_has_its_blocks_before_its_bytes(tmp_path: Path) -> None:
    size = 20 << 20
    descriptor = os.open(tmp_path / "x", os.O_RDWR | os.O_CREAT)
    try:
        disk.reserve(descriptor, size, tmp_path / "x", tmp_path)
        assert os.fstat(descriptor).st_blocks * 512 >= size
    finally:
        os.close(descriptor)


@pytest.mark.skipif(not os.path.isdir("/dev/shm"), reason="no tmpfs here")
def test_on_tmpfs_nothing_is_set_aside_as_that_takes_as_long_as_writing_it() -> None:
    size = 20 << 20
    directory = Path("/dev/shm")
    with tempfile.TemporaryFile(dir=directory) as file:
        disk.reserve(file.fileno(), size, directory / "x", directory)
        assert os.fstat(file.fileno()).st_blocks == 0
        with pytest.raises(errors.InsufficientDiskSpaceError):  # what is free is looked at still
            disk.reserve(file.fileno(), 1 << 60, directory / "x", directory)


ON_RAMFS = """
import subprocess, sys
from together_ext import Together

subprocess.run(["mount", "-t", "ramfs", "none", sys.argv[1]], check=True)
print(Together().files.retrieve_content("file-1", output=sys.argv[1] + "/x").size)
"""


def can_mount_ramfs() -> bool:
    """Whether this machine lets a test have one of its own."""
    trial = ["unshare", "--mount", "mount", "-t", "ramfs", "none", "/mnt"]
    return (
        bool(shutil.which("unshare")) and subprocess.run(trial, capture_output=True).returncode == 0
    )


@pytest.mark.skipif(not can_mount_ramfs(), reason="not allowed to mount: no ramfs here")
def test_a_file_system_that_does_not_say_how_large_it_is_is_written_to(case: Case) -> None:
    program = [sys.executable, "-c", ON_RAMFS, str(case.directory)]
    done = subprocess.run(
        ["unshare", "--mount", *program],
        env={**os.environ, "TOGETHER_BASE_URL": case.server.base_url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == [str(SIZE)], done.stderr


# OpenSSL as FIPS has it, and a Python whose own MD5 was left out for that, as Red Hat's.
FIPS = """
import sys
sys.modules["_md5"] = None
from together_ext.transfer import disk
print(disk.checksum(0, "md5"))
"""
FIPS_CONFIG = """
openssl_conf = begin
[begin]
alg_section = algorithms
[algorithms]
default_properties = fips=yes
"""


def test_an_etag_of_s3_is_checked_where_python_keeps_to_fips(tmp_path: Path) -> None:
    (tmp_path / "fips.cnf").write_text(FIPS_CONFIG)
    (tmp_path / "x").write_bytes(b"some bytes")
    with (tmp_path / "x").open("rb") as file:
        done = subprocess.run(
            [sys.executable, "-c", FIPS],
            env={**os.environ, "OPENSSL_CONF": str(tmp_path / "fips.cnf")},
            stdin=file,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.stdout.split() == [hashlib.md5(b"some bytes").hexdigest()], done.stderr


def test_where_a_file_system_cannot_reserve_nothing_is_written_instead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reserving(monkeypatch, errno.EOPNOTSUPP, [])
    descriptor = os.open(tmp_path / "x", os.O_RDWR | os.O_CREAT)
    try:
        disk.reserve(descriptor, 20 << 20, tmp_path / "x", tmp_path)
        # The C library's posix_fallocate would have written into every block.
        assert os.fstat(descriptor).st_blocks == 0
    finally:
        os.close(descriptor)


def test_a_current_directory_that_was_removed_is_an_error(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    outputs: tuple[Any, ...] = (Path("x"), None)  # None: the name that the id gives
    for output in outputs:
        case.target = output
        with pytest.raises(errors.OutputError, match="absolute output"):
            case.download()
    assert case.server.requests == []


def test_a_pipe_by_its_number_is_no_place_for_a_file(case: Case) -> None:
    reading, writing = os.pipe()
    try:
        case.target = Path(f"/dev/fd/{writing}")
        with pytest.raises(errors.OutputError, match="not a regular file"):
            case.download()
    finally:
        os.close(reading)
        os.close(writing)


def test_a_file_that_is_replaced_leaves_its_mode_and_owner(case: Case) -> None:
    case.target.write_text("before")
    case.target.chmod(0o640)
    if os.geteuid() == 0:
        os.chown(case.target, 1234, 5678)
    before = case.target.stat()
    case.download()
    after = case.target.stat()
    assert (after.st_mode, after.st_uid, after.st_gid) == (
        before.st_mode,
        before.st_uid,
        before.st_gid,
    )
    assert after.st_ino != before.st_ino


KILLED_IN_A_SYNC = """
import os, signal, sys
from together_ext import Together

os.fsync = lambda descriptor: os.kill(os.getpid(), signal.SIGKILL)
Together().files.retrieve_content("file-1", output=sys.argv[1], max_connections=1)
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may replace a file by one of its owner's")
def test_one_that_is_killed_in_its_last_sync_is_gone_on_with_whosever_file_it_replaces(
    case: Case,
) -> None:
    case.target.write_text("before")
    os.chown(case.target, 1234, 5678)
    case.script(Answer(rate=20_000_000))
    done = subprocess.run(
        [sys.executable, "-c", KILLED_IN_A_SYNC, str(case.target)],
        env={**os.environ, "TOGETHER_BASE_URL": case.server.base_url},
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    case.download()
    assert case.is_whole()
    assert case.target.stat().st_uid == 1234
    assert case.asked()[0] is None
    assert case.asked()[1] is not None


def test_a_partial_file_that_someone_removes_leaves_no_record(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    def remove(_progress: object) -> None:
        (case.directory / ".x.part").unlink(missing_ok=True)

    monkeypatch.setattr(progress, "INTERVAL", 0.0)  # each piece is told of
    case.script(then=Answer(rate=6_000_000))
    with pytest.raises(errors.OutputError, match="taken away"):
        case.download(progress=remove)
    assert case.left() == []


@pytest.mark.parametrize("interrupted", [False, True])
def test_a_disk_too_full_for_a_record_keeps_the_one_before_and_the_download_goes_on(
    case: Case, monkeypatch: pytest.MonkeyPatch, interrupted: bool
) -> None:
    monkeypatch.setattr(progress, "INTERVAL", 0.0)  # each piece is told of
    case.script(Answer(rate=6_000_000, stall_at=2_000_000, stall=0.5))
    real = journal.save

    def save(path: Path, record: journal.Record) -> None:
        if sum(end - first for first, end in record.written) > 1_000_000:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(path, record)

    def interrupt(told: Progress) -> None:
        if told.done > 1_500_000 and interrupted:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(journal, "save", save)
        with pytest.raises(KeyboardInterrupt) if interrupted else nullcontext():
            case.download(progress=interrupt)
    if interrupted:
        assert case.left() == KEPT
        case.download()
    assert case.is_whole()
    assert case.statuses() == ([200, 206] if interrupted else [200])


def test_a_record_is_written_whole_where_the_system_takes_it_piece_by_piece(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: real(descriptor, data[:100]))
    identity = journal.Identity("https://api.example/v1", "file-1")
    record = journal.Record(identity, Known(), 1, [(0, 5)], [(0, 3)])
    journal.save(case.target, record)
    assert journal.load(case.target) == record


def test_a_record_that_cannot_take_its_place_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = journal.Record(journal.Identity("https://api.example/v1", "file-1"), Known(), 1, [])
    fail_after(monkeypatch, "replace", 0, errno.EIO)
    with pytest.raises(OSError, match="Input/output"):
        journal.save(tmp_path / ".x.part.json", record)
    assert list(tmp_path.iterdir()) == []

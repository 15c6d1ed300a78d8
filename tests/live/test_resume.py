"""Going on from where an earlier try was: after SIGKILL, beside another process, in no doubt."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from proof.chaos import Answer, Chaos, Content

from tests.conftest import Client
from tests.live.chaos import Case
from together_ext import Progress, Together, errors, transfer
from together_ext.transfer import journal, syncer, trace
from together_ext.transfer.lock import FileLock
from together_ext.transfer.plan import Digest, Known

ROOT = Path(__file__).resolve().parents[2]
SIZE = 8_000_000
SLOW = Answer(rate=8_000_000)
# What gets this cannot be over before it is killed.
HELD = Answer(rate=8_000_000, stall_at=SIZE - 1)
CUT = Answer(cut=1_000_000)
KEPT = [".x.part", ".x.part.json"]


@pytest.fixture
def case(use: Client, chaos: Chaos, tmp_path: Path) -> Case:
    return Case(use, chaos, tmp_path, SIZE)


@pytest.fixture
def sync_case(chaos: Chaos, tmp_path: Path) -> Case:
    return Case(Client("sync"), chaos, tmp_path, SIZE)


PROGRAM = """
import sys
from together_ext import Together
from together_ext.transfer import sink
if sys.argv[3] == "slow to write":  # a busy disk, or a machine with no time for it
    import time
    write = sink.write_at
    sink.write_at = lambda *arguments: (time.sleep(0.05), write(*arguments))
if sys.argv[3] == "lying":
    sink.FileLock.acquire = lambda self: True
    sink.FileLock.is_locked = property(lambda self: True)
    sink.FileLock.release = lambda self: None
with Together() as client:
    client.files.retrieve_content("file-1", output=sys.argv[1], max_connections=int(sys.argv[2]))
"""


def start(case: Case, how: str = "sound", connections: int = 1) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(case.target), str(connections), how],
        env={**os.environ, "TOGETHER_BASE_URL": case.server.base_url},
    )


def kill_at(case: Case, done: int, connections: int = 1, how: str = "sound") -> None:
    """Have a process download, and kill it when its record says that so much is there."""
    process = start(case, how, connections)
    record = case.directory / ".x.part.json"
    try:
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline and process.poll() is None:
            try:
                written = json.loads(record.read_bytes())["written"]
            except (OSError, ValueError):
                written = []
            if sum(end - first for first, end in written) >= done:
                break
            time.sleep(0.005)
        assert process.poll() is None, "it was over before it could be killed"
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait(10)


def begun(case: Case, process: subprocess.Popen[bytes]) -> None:
    """Wait until a process has a record."""
    while not (case.directory / ".x.part.json").exists():
        assert process.poll() is None
        time.sleep(0.01)


def waiting(log: pytest.LogCaptureFixture) -> bool:
    """Whether this process has found that another one is at work."""
    return any("waiting for another" in record.getMessage() for record in list(log.records))


def finished(case: Case) -> int:
    record = json.loads((case.directory / ".x.part.json").read_bytes())
    return sum(end - first for first, end in record["written"])


def test_a_killed_download_is_gone_on_with(case: Case) -> None:
    case.script(HELD)
    kill_at(case, 3_000_000)
    assert not case.target.exists()
    before = finished(case)
    told: list[Progress] = []
    case.download(progress=told.append)
    assert case.is_whole()
    assert case.asked() == [None, f"bytes={before}-"]
    assert (told[0].done, told[0].resumed_from) == (before, before)
    assert told[-1][:2] == (SIZE, SIZE)


def test_one_whose_writes_took_long_is_gone_on_with_too(sync_case: Case) -> None:
    case = sync_case
    case.script(replace(HELD, stall_at=3_000_000))
    kill_at(case, 3_000_000, how="slow to write")
    case.download()
    assert case.is_whole()
    assert case.asked() == [None, "bytes=3000000-"]


def test_a_killed_download_of_a_file_that_changed_starts_over(sync_case: Case) -> None:
    case = sync_case
    case.script(HELD)
    kill_at(case, 1_000_000)
    case.file.content, case.file.etag = Content(SIZE, seed=3), '"two"'
    case.download()
    assert case.is_whole()
    assert case.statuses()[-1] == 200


def fail_once(case: Case) -> None:
    case.script(CUT)
    with pytest.raises(errors.DownloadError):
        case.download(max_retries=0)
    assert case.left() == KEPT


def test_a_failed_download_is_gone_on_with_by_the_next_call(case: Case) -> None:
    fail_once(case)
    case.download()
    assert case.is_whole()
    assert case.asked() == [None, "bytes=1000000-"]


def test_what_it_goes_on_from_and_each_new_attempt_is_logged(
    sync_case: Case, caplog: pytest.LogCaptureFixture
) -> None:
    case = sync_case
    fail_once(case)
    case.script(CUT)
    with caplog.at_level("INFO", "together_ext"):
        case.download()
    said = [record.getMessage() for record in caplog.records if record.name == "together_ext"]
    assert said[0] == "file-1: going on from 1000000 bytes"
    assert any(text.startswith("file-1: again in ") for text in said)


def all_but_the_rename(case: Case) -> None:
    fail_once(case)
    with (case.directory / ".x.part").open("r+b") as partial:
        partial.write(case.file.content.whole())
    changed = (case.directory / ".x.part").stat().st_ctime_ns
    change(case, written=[[0, SIZE]], synced=[[0, SIZE]], changed=changed)


def test_what_was_done_but_for_the_rename_costs_one_byte(sync_case: Case) -> None:
    case = sync_case
    all_but_the_rename(case)
    case.download()
    assert case.is_whole()
    assert case.asked() == [None, f"bytes={SIZE - 1}-"]


def test_it_is_not_believed_where_the_file_has_changed_since(sync_case: Case) -> None:
    case = sync_case
    all_but_the_rename(case)
    case.file.content, case.file.etag = Content(SIZE, 7), '"two"'
    case.download()
    assert case.is_whole()


def change(case: Case, **changes: Any) -> None:
    """Change a record, and make its checksum that of what it says then."""
    path = case.directory / ".x.part.json"
    body = json.loads(path.read_bytes())
    body.pop("checksum")
    body.update(changes)
    path.write_text(json.dumps({**body, "checksum": journal._checksum(body)}))


@pytest.mark.parametrize(
    "changes",
    [
        {"format": 1},
        {"code": "0.0.0"},
        {"identity": {"origin": "https://other.example/v1", "id": "file-1"}},
        {"inode": 1},
        {"written": [[0, 2_000_000_000]]},
        {"written": [[-5, 100]]},
        {"written": "all"},
        {"unknown": 1},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_record_that_does_not_fit_is_not_trusted(
    sync_case: Case, changes: dict[str, Any]
) -> None:
    case = sync_case
    fail_once(case)
    change(case, **changes)
    case.download()
    assert case.is_whole()
    assert case.asked() == [None, None]


def test_a_record_of_another_id_is_not_trusted(sync_case: Case) -> None:
    case = sync_case
    fail_once(case)
    other = case.server.add("file-2", SIZE, seed=9)
    with Together(base_url=case.server.base_url) as client:
        client.files.retrieve_content("file-2", output=case.target, max_connections=1)
    assert case.target.read_bytes() == other.content.whole()
    assert case.left() == ["x"]


@pytest.mark.parametrize("damage", [b"", b"{", b"null", b"[]", b"\xff" * 100, b"[" * 100_000])
def test_a_damaged_record_is_not_trusted(sync_case: Case, damage: bytes) -> None:
    case = sync_case
    fail_once(case)
    (case.directory / ".x.part.json").write_bytes(damage)
    case.download()
    assert case.is_whole()
    assert case.asked() == [None, None]


def test_one_wrong_byte_in_a_record_is_damage(sync_case: Case) -> None:
    case = sync_case
    fail_once(case)
    path = case.directory / ".x.part.json"
    path.write_bytes(path.read_bytes().replace(b"1000000", b"3000000"))
    case.download()
    assert case.is_whole()
    assert case.asked() == [None, None]


def test_a_partial_file_that_was_cut_short_is_not_trusted(sync_case: Case) -> None:
    case = sync_case
    fail_once(case)
    os.truncate(case.directory / ".x.part", 500_000)
    case.download()
    assert case.is_whole()
    assert case.asked() == [None, None]


def flip(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(500_000)
        (byte,) = file.read(1)
        file.seek(500_000)
        file.write(bytes([byte ^ 1]))


@pytest.mark.parametrize("damage", [flip, lambda path: os.truncate(path, 9_000_000)])
def test_a_partial_file_that_was_written_to_since_is_not_trusted(
    sync_case: Case, damage: Callable[[Path], object]
) -> None:
    case = sync_case
    fail_once(case)
    damage(case.directory / ".x.part")
    case.download()
    assert case.is_whole()
    assert case.asked() == [None, None]


@pytest.mark.parametrize("rate", [8_000_000, 200_000_000])
def test_nor_is_one_that_was_written_to_right_after_a_kill(sync_case: Case, rate: int) -> None:
    case = sync_case
    case.script(replace(HELD, rate=rate))
    kill_at(case, 1_000_000)
    time.sleep(0.05)  # a disk's clock ticks every 10 ms at the longest
    flip(case.directory / ".x.part")
    case.download()
    assert case.is_whole()
    assert case.asked() == [None, None]


def test_nor_is_one_that_was_written_to_where_nothing_was_noted(
    sync_case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = sync_case
    case.script(HELD)
    kill_at(case, 1_000_000)
    (case.directory / ".x.part.lock").unlink()
    monkeypatch.setattr(journal, "SLACK", 0.3)
    time.sleep(0.5)
    flip(case.directory / ".x.part")
    case.download()
    assert case.is_whole()
    assert case.asked() == [None, None]


def test_nor_one_that_another_file_was_put_in_place_of(sync_case: Case) -> None:
    case = sync_case
    fail_once(case)
    partial = case.directory / ".x.part"
    content = bytearray(partial.read_bytes())
    content[500_000] ^= 1
    other = case.directory / "other"
    other.write_bytes(content)
    other.replace(partial)  # as sync programs and backups do it
    case.download()
    assert case.is_whole()
    assert case.asked() == [None, None]


def test_what_a_disk_damages_in_silence_is_seen_where_the_server_gives_a_checksum(
    sync_case: Case,
) -> None:
    case = sync_case
    whole = Answer(checksum="repr-digest")
    case.script(replace(whole, cut=1_000_000), whole, whole)
    with pytest.raises(errors.DownloadError):
        case.download(max_retries=0)
    partial = case.directory / ".x.part"
    flip(partial)
    change(case, changed=partial.stat().st_ctime_ns)
    case.download()
    assert case.is_whole()
    assert case.asked() == [None, "bytes=1000000-", None]


def test_whoever_looks_at_a_partial_file_does_it_no_harm(sync_case: Case) -> None:
    case = sync_case
    fail_once(case)
    partial = case.directory / ".x.part"
    partial.read_bytes()
    case.download()
    assert case.asked() == [None, "bytes=1000000-"]


@pytest.mark.parametrize("boot", [journal.boot_id(), "another"])
def test_how_late_a_last_write_may_be(boot: str) -> None:
    slack = journal.SLACK if boot == journal.boot_id() else journal.SLACK_AFTER_BOOT
    record = journal.Record(journal.Identity("", ""), Known(), 1, boot=boot, time=10**18)
    last = 10**18 + int(slack * 1e9)
    assert record.is_untouched(last - 10**6)
    assert not record.is_untouched(last + 10**6)
    assert replace(record, changed=5).is_untouched(5)
    assert not replace(record, changed=5).is_untouched(4)
    assert replace(record, ahead=10**12).is_untouched(last + 10**12 - 10**6)


@pytest.mark.parametrize("alone", [True, False])
def test_how_late_a_last_write_may_be_that_was_noted(alone: bool) -> None:
    record = journal.Record(journal.Identity("", ""), Known(), 1, boot=journal.boot_id(), time=9)
    note = trace.Note(10**18, alone)
    last = note.time + int((0.02 if alone else 2.0) * 1e9)
    assert record.is_untouched(last - 10**6, note)
    assert not record.is_untouched(last + 10**6, note)


def test_writes_are_noted_and_whether_one_was_alone(tmp_path: Path) -> None:
    path = tmp_path / "partial"
    with path.open("wb") as partial:
        if not trace.is_local(os.fstat(partial.fileno()).st_dev):
            pytest.skip("this file system's change times are not relied on")
        lock = FileLock(tmp_path / "lock")
        assert lock.acquire()
        notes = trace.Trace(lock)
        before = time.time_ns()
        notes.begin(partial.fileno())
        with notes:
            first = notes.last()
            with notes:
                second = notes.last()
            third = notes.last()
        notes.end()
        lock.release()
    assert first is not None
    assert second is not None
    assert third is not None
    assert (first.alone, second.alone, third.alone) == (True, False, True)
    assert before <= first.time <= second.time <= third.time <= time.time_ns()


def test_a_file_server_whose_clock_is_ahead_takes_nothing_away(
    sync_case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = sync_case
    real = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: real() - 3600 * 10**9)
    fail_once(case)
    change(case, changed=None)  # as it lies after a kill
    case.download()
    assert case.is_whole()
    assert case.asked() == [None, "bytes=1000000-"]


@settings(max_examples=150)
@given(st.integers(0, 10_000), st.integers(1, 255))
def test_a_record_with_any_byte_changed_says_nothing_or_the_same(at: int, change: int) -> None:
    known = Known(8_000_000, '"one"', Digest("sha256", "ab" * 32, "Repr-Digest"))
    identity = journal.Identity("https://api.example/v1", "file-1")
    record = journal.Record(identity, known, 7, [(0, 1_000_000)], [(0, 300_000)], "boot", 5, 6)
    data = bytearray(journal.dump(record))
    data[at % len(data)] ^= change
    found = journal.parse(bytes(data))
    assert found is None or found == record


def test_after_a_start_of_the_machine_only_what_was_synced_is_trusted(sync_case: Case) -> None:
    case = sync_case
    fail_once(case)
    change(case, boot="another", synced=[[0, 300_000]])
    case.download()
    assert case.is_whole()
    assert case.asked() == [None, "bytes=300000-"]


def test_what_a_sync_has_kept_is_recorded(sync_case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    case = sync_case
    monkeypatch.setattr(syncer, "SYNC_EVERY", 0.05)

    def synced() -> Any:
        try:
            return json.loads((case.directory / ".x.part.json").read_bytes())["synced"]
        except OSError:
            return []

    case.script(Answer(rate=10_000_000, stall_at=900_000, until=synced, cut=1_000_000))
    with pytest.raises(errors.DownloadError):
        case.download(max_retries=0)
    assert synced()[0][0] == 0
    assert 0 < synced()[0][1] <= 1_000_000


# ---- two at once


def test_of_two_processes_one_works_and_the_other_finds_it_done(
    case: Case, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "together_ext")
    case.script(replace(HELD, until=lambda: waiting(caplog)))
    process = start(case)
    try:
        begun(case, process)
        assert case.download().size == SIZE
        assert process.wait(100) == 0
    finally:
        process.kill()
        process.wait(10)
    assert case.is_whole()
    assert len(case.asked()) == 1


def test_a_waiter_takes_over_what_a_killed_one_left(
    case: Case, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "together_ext")
    case.script(replace(HELD, stall_at=4_000_000))
    process = start(case)
    results: list[Any] = []
    waiter = threading.Thread(target=lambda: results.append(case.download()))
    try:
        begun(case, process)
        waiter.start()
        while not waiting(caplog):
            assert waiter.is_alive()
            time.sleep(0.01)
        while not finished(case):
            time.sleep(0.01)
    finally:
        process.kill()
        process.wait(10)
        waiter.join(100)
    assert results[0].size == SIZE
    assert case.is_whole()
    assert case.statuses() == [200, 206]


@pytest.mark.parametrize("late", [0.0, 0.3])
def test_where_locks_lie_both_end_well_with_the_right_bytes(sync_case: Case, late: float) -> None:
    case = sync_case
    case.script(then=SLOW)
    processes = [start(case, "lying")]
    try:
        time.sleep(late)
        processes += [start(case, "lying"), start(case, "lying")]
        codes = [process.wait(100) for process in processes]
    finally:
        for process in processes:
            process.kill()
            process.wait(10)
    assert codes == [0, 0, 0]
    assert case.target.read_bytes() == case.file.content.whole()


# ---- what is left behind


def test_clean_removes_what_abandoned_downloads_left(sync_case: Case) -> None:
    case = sync_case
    case.script(HELD)
    kill_at(case, 1_000_000)
    (case.directory / "other.part").write_text("someone else's")
    removed = transfer.clean(case.directory)
    assert case.left() == ["other.part"]
    assert {path.name for path in removed} >= {".x.part", ".x.part.json"}


def test_clean_leaves_a_download_in_progress_alone(sync_case: Case) -> None:
    case = sync_case
    cleaned = threading.Event()
    case.script(replace(HELD, until=cleaned.is_set))
    process = start(case)
    try:
        begun(case, process)
        assert transfer.clean(case.directory) == []
        cleaned.set()
        assert process.wait(100) == 0
    finally:
        process.kill()
        process.wait(10)
    assert case.is_whole()


def test_clean_of_no_directory_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(errors.OutputError):
        transfer.clean(tmp_path / "none")

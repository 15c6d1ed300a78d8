"""The ledger: what it keeps, whom it lets in, and what it does not take."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from together_ext import errors
from together_ext.runs.ledger import Entry, Ledger
from together_ext.runs.ledgerfile import NAME, create, set_aside
from together_ext.runs.lock import Lock
from together_ext.runs.reconcile import Before


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    create(tmp_path, {"endpoint": "/v1/chat/completions"})
    opened = Ledger(tmp_path)
    yield opened
    opened.close()


def shards(count: int = 2) -> list[Entry]:
    numbers = range(1, count + 1)
    return [Entry(n, 1, f"shards/{n}.jsonl", 2, 30, "ab" * 32, "m") for n in numbers]


def reopened(ledger: Ledger) -> Ledger:
    ledger.close()
    return Ledger(ledger.path.parent)


def test_what_was_put_is_there_again(ledger: Ledger) -> None:
    ledger.put({"digest": "x", "rows": 3})
    again = reopened(ledger)
    found = [again.get(name) for name in ("endpoint", "digest", "rows", "nothing")]
    assert found == ["/v1/chat/completions", "x", 3, None]
    again.close()


def test_shards_are_kept_with_paths_within_the_room(ledger: Ledger) -> None:
    ledger.add_shards(1, shards())
    first = ledger.entries()[0]
    assert (first.number, first.path, first.rows, first.collected) == (
        1,
        "shards/1.jsonl",
        2,
        False,
    )


def test_the_same_shards_again_change_nothing(ledger: Ledger) -> None:
    ledger.add_shards(1, shards())
    ledger.uploaded(ledger.entries()[0], "file-1")
    ledger.add_shards(1, shards())
    assert [entry.file_id for entry in ledger.entries(1)] == ["file-1", None]


def test_other_rows_for_the_same_output_are_refused(ledger: Ledger) -> None:
    ledger.add_shards(1, shards())
    others = [replace(shard, sha256="cd" * 32) for shard in shards()]
    with pytest.raises(errors.LedgerError, match="content"):
        ledger.add_shards(1, others)
    with pytest.raises(errors.LedgerError, match="3 shards instead of 2"):
        ledger.add_shards(1, shards(3))


def test_an_intent_is_open_until_something_is_known(ledger: Ledger) -> None:
    ledger.add_shards(1, shards())
    first, second = ledger.entries()
    before = Before(frozenset({"a"}), frozenset({"b"}), frozenset({"c"}))
    ledger.intend(first, "file-1", before)
    again = reopened(ledger)
    intent = again.open_intent(first)
    assert intent is not None
    assert (intent.file_id, intent.before) == ("file-1", before)
    assert again.open_intent(second) is None
    again.created(first, intent, "job-1", "created")
    assert again.open_intent(first) is None
    assert again.job_ids() == {"job-1"}
    again.close()


def test_a_shard_has_one_open_intent_at_most(ledger: Ledger) -> None:
    ledger.add_shards(1, shards())
    entry = ledger.entries()[0]
    ledger.intend(entry, "file-1", Before())
    with pytest.raises(errors.LedgerError):
        ledger.intend(entry, "file-1", Before())


def test_a_job_belongs_to_one_shard(ledger: Ledger) -> None:
    ledger.add_shards(1, shards())
    first, second = ledger.entries()
    ledger.created(first, None, "job-1", "adopted")
    with pytest.raises(errors.LedgerError):
        ledger.created(second, None, "job-1", "adopted")


def test_creates_that_left_no_trace_are_counted(ledger: Ledger) -> None:
    ledger.add_shards(1, shards())
    entry = ledger.entries()[0]
    for outcome in ("absent", "refused", "absent"):
        ledger.settle_intent(entry, ledger.intend(entry, "file-1", Before()), outcome)
    assert ledger.sends(entry) == 2
    probe = ledger.intend(entry, "file-1", Before(), probe=True)
    assert not ledger.was_probed(entry)
    ledger.settle_intent(entry, probe, "absent")
    assert ledger.was_probed(entry)
    assert ledger.sends(entry) == 2  # a look is no send


def test_creates_that_are_believed_absent_are_kept_with_what_was_before(ledger: Ledger) -> None:
    ledger.add_shards(1, shards())
    first, second = ledger.entries()
    befores = [Before(frozenset({id})) for id in ("a", "b", "c")]
    for before, outcome in zip(befores, ("absent", "refused", "resolved"), strict=True):
        ledger.settle_intent(first, ledger.intend(first, "file-1", before), outcome)
    ledger.intend(first, "file-1", Before())
    assert [intent.before for intent in ledger.absent(first)] == [befores[0], befores[2]]
    assert ledger.absent(second) == []


def test_how_a_job_is_and_that_its_answers_are_in(ledger: Ledger) -> None:
    ledger.add_shards(1, shards())
    entry = ledger.entries()[0]
    ledger.seen(
        entry, status="EXPIRED", output_file_id="file-o", error_file_id=None, error="too late"
    )
    ledger.collected(entry)
    found = ledger.entries()[0]
    assert (found.status, found.output_file_id, found.error) == ("EXPIRED", "file-o", "too late")
    assert found.collected


def test_every_commit_is_on_the_disk(ledger: Ledger) -> None:
    for name, value in (("synchronous", 2), ("journal_mode", "wal")):
        assert ledger._db.execute(f"PRAGMA {name}").fetchone()[0] == value


# ---- one writer


def test_a_second_writer_is_told_who_the_first_is(tmp_path: Path) -> None:
    first, second = Lock(tmp_path), Lock(tmp_path)
    first.acquire()
    with pytest.raises(errors.LedgerLockedError) as caught:
        second.acquire()
    assert caught.value.pid == os.getpid()
    assert str(os.getpid()) in str(caught.value)
    first.release()
    second.acquire()
    second.release()


HOLD = """
import sys
from pathlib import Path
from together_ext.runs.lock import Lock
lock = Lock(Path(sys.argv[1]))
lock.acquire()
print("held", flush=True)
sys.stdin.read()
"""


def test_a_killed_writer_holds_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        with pytest.raises(errors.LedgerLockedError) as caught:
            Lock(tmp_path).acquire()
        assert caught.value.pid == process.pid
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    lock = Lock(tmp_path)
    lock.acquire()
    lock.release()


def test_an_owner_who_left_no_name_still_holds_it(tmp_path: Path) -> None:
    lock = Lock(tmp_path)
    lock.acquire()
    (tmp_path / "owner.json").write_text("{")
    with pytest.raises(errors.LedgerLockedError, match="another process") as caught:
        Lock(tmp_path).acquire()
    assert caught.value.pid is None
    lock.release()


# ---- what is not taken


def test_a_ledger_that_is_missing_is_not_a_new_one(tmp_path: Path) -> None:
    with pytest.raises(errors.LedgerError, match=r"missing.*attach"):
        Ledger(tmp_path)
    assert not (tmp_path / NAME).exists()


@pytest.mark.parametrize(
    "damage",
    [b"", b"not a database", b"SQLite format 3\0" + bytes(200)],
    ids=["empty", "text", "header"],
)
def test_a_file_that_is_no_ledger_is_not_taken_for_one(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / NAME).write_bytes(damage)
    with pytest.raises(errors.LedgerError, match="attach"):
        Ledger(tmp_path)


def test_another_database_is_no_ledger(tmp_path: Path) -> None:
    database = sqlite3.connect(tmp_path / NAME)
    database.execute("CREATE TABLE meta (x)")
    database.commit()
    database.close()
    with pytest.raises(errors.LedgerError, match="no ledger"):
        Ledger(tmp_path)


def test_another_format_is_refused(ledger: Ledger, tmp_path: Path) -> None:
    ledger._db.execute("PRAGMA user_version = 99")
    ledger.close()
    with pytest.raises(errors.LedgerError, match="format 99"):
        Ledger(tmp_path, any_code=True)


def test_another_version_of_the_code_is_refused_unless_it_is_taken_over(
    ledger: Ledger, tmp_path: Path
) -> None:
    ledger.put({"code": "0.0.1"})
    ledger.close()
    with pytest.raises(errors.LedgerError, match=r"0\.0\.1"):
        Ledger(tmp_path)
    Ledger(tmp_path, any_code=True).close()


class Bytes(bytes):
    """Too long for hypothesis to print."""

    def __repr__(self) -> str:
        return f"<{len(self)} bytes>"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    directory = tmp_path_factory.mktemp("sound")
    create(directory, {"endpoint": "/v1/chat/completions"})
    made = Ledger(directory)
    made.add_shards(1, shards(40))
    for entry in made.entries():
        made.created(entry, made.intend(entry, "f", Before()), f"job-{entry.number}", "created")
    made.close()
    return Bytes((directory / NAME).read_bytes())


@given(share=st.floats(0, 1, exclude_max=True))
@settings(max_examples=60, deadline=None)
def test_a_cut_ledger_is_an_error_and_never_a_shorter_one(
    share: float, sound: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    size = int(len(sound) * share)
    directory = tmp_path_factory.mktemp("cut")
    (directory / NAME).write_bytes(sound[:size])
    with pytest.raises(errors.LedgerError):
        Ledger(directory)


def test_a_damaged_ledger_is_set_aside_with_what_belongs_to_it(
    ledger: Ledger, tmp_path: Path
) -> None:
    ledger.put({"x": 1})
    assert (tmp_path / f"{NAME}-wal").exists()
    aside = set_aside(tmp_path)
    assert aside is not None
    assert aside.exists()
    assert not (tmp_path / NAME).exists()
    assert not (tmp_path / f"{NAME}-wal").exists()
    assert set_aside(tmp_path) is None


def test_a_half_made_ledger_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / f"{NAME}.new").write_bytes(b"half")
    (tmp_path / f"{NAME}-wal").write_bytes(b"of another")
    create(tmp_path, {})
    Ledger(tmp_path).close()


def test_a_disk_that_will_not_be_written_is_no_damage(ledger: Ledger) -> None:
    ledger._db.execute("PRAGMA query_only = ON")
    with pytest.raises(errors.LedgerError, match="Nothing is lost") as caught:
        ledger.put({"x": 1})
    assert caught.value.passing

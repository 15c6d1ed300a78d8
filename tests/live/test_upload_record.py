"""Where the record of an upload is, what is in it, and what happens when it cannot be."""

from __future__ import annotations

import dataclasses
import json
import os
import pwd
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from together_ext.transfer import record as records
from together_ext.transfer.record import Destination, Identity, Record, RecordFile

IDENTITY = Identity(
    api="http://h/v1",
    account="0123456789abcdef",
    sha256="ab" * 32,
    size=25,
    name="x",
    purpose="eval",
    file_type="csv",
)
RECORD = Record(
    identity=IDENTITY,
    part_size=10,
    upload_id="u",
    file_id="f",
    destinations=[Destination(f"http://s/{n}?sig=s3cret", {"x-part": str(n)}) for n in range(3)],
    etags={1: '"a"', 3: '"c"'},
)


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[RecordFile]:
    file = RecordFile(IDENTITY, tmp_path / "a" / "b")
    assert file.acquire()
    yield file
    file.release()


def test_what_is_saved_is_loaded(kept: RecordFile) -> None:
    kept.save(RECORD)
    assert kept.load() == RECORD


def test_nothing_is_loaded_before_anything_is_saved(kept: RecordFile) -> None:
    assert kept.load() is None


def test_what_is_removed_is_gone(kept: RecordFile) -> None:
    kept.save(RECORD)
    kept.remove()
    assert kept.load() is None


def test_only_its_owner_can_read_it(kept: RecordFile) -> None:
    old = os.umask(0)
    try:
        kept.save(RECORD)
    finally:
        os.umask(old)
    assert stat.S_IMODE(kept.path.stat().st_mode) == 0o600


def test_a_repr_does_not_show_where_the_parts_go() -> None:
    assert "s3cret" not in repr(RECORD)


def test_nothing_is_left_when_it_is_over(kept: RecordFile) -> None:
    kept.save(RECORD)
    kept.remove()
    kept.release()
    assert list(kept.path.parent.iterdir()) == []


def test_one_at_a_time(kept: RecordFile) -> None:
    other = RecordFile(IDENTITY, kept.path.parent)
    assert not other.acquire()
    kept.release()
    assert other.acquire()
    other.release()


@pytest.mark.parametrize("field", [f.name for f in dataclasses.fields(Identity)])
def test_another_upload_has_another_record(kept: RecordFile, field: str) -> None:
    changed = dataclasses.replace(IDENTITY, **{field: 26 if field == "size" else "other"})
    assert RecordFile(changed, kept.path.parent).path != kept.path


def test_the_record_of_another_upload_under_this_name_is_not_used(kept: RecordFile) -> None:
    kept.save(dataclasses.replace(RECORD, identity=dataclasses.replace(IDENTITY, name="other")))
    assert kept.load() is None


@pytest.mark.parametrize(
    "changes",
    [
        {"part_size": 9_999},
        {"part_size": 5},
        {"upload_id": ""},
        {"etags": {0: "x"}},
        {"etags": {4: "x"}},
        {"etags": {1: ""}},
        {"destinations": []},
    ],
)
def test_a_record_that_makes_no_sense_is_not_used(
    kept: RecordFile, changes: dict[str, object]
) -> None:
    kept.save(dataclasses.replace(RECORD, **changes))
    assert kept.load() is None


@settings(max_examples=60)
@given(st.data())
def test_a_record_with_any_byte_changed_is_not_used(data: st.DataObject) -> None:
    body = json.dumps({"version": records.VERSION, **dataclasses.asdict(RECORD)}).encode()
    raw = records.sha256(body).hexdigest().encode() + b"\n" + body
    assert records._parse(raw) == RECORD
    at = data.draw(st.integers(0, len(raw) - 1))
    changed = bytearray(raw)
    changed[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises((ValueError, TypeError, KeyError, AttributeError)):
        records._parse(bytes(changed))


def test_what_is_too_old_for_any_url_is_removed(kept: RecordFile, tmp_path: Path) -> None:
    old, new = kept.path.with_name("old.json"), kept.path.with_name("new.json")
    old.touch()
    new.touch()
    long_ago = time.time() - 8 * 24 * 3600
    os.utime(old, (long_ago, long_ago))
    another = RecordFile(dataclasses.replace(IDENTITY, name="y"), kept.path.parent)
    assert another.acquire()
    another.release()
    assert (old.exists(), new.exists()) == (False, True)


def test_what_a_process_that_was_killed_while_it_wrote_has_left_is_removed(
    kept: RecordFile,
) -> None:
    kept.save(RECORD)
    half, lock = kept.path.with_suffix(".x1_y2z"), kept.path.with_suffix(".lock")
    another = kept.path.with_name("another.x1_y2z")
    half.touch()
    another.touch()
    kept.release()
    assert kept.acquire()
    assert not half.exists()
    assert set(kept.path.parent.iterdir()) == {kept.path, lock, another}


def test_a_disk_that_refuses_leaves_no_record_that_is_not_true(
    kept: RecordFile, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    kept.save(RECORD)

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    kept.save(dataclasses.replace(RECORD, etags={}))
    assert not kept.path.exists()
    assert "cannot be resumed" in caplog.text
    assert [path.suffix for path in kept.path.parent.iterdir()] == [".lock"]


# ---- where it is


def test_where_there_is_no_home_there_is_no_record(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def unknown(_: int) -> None:
        raise KeyError

    for name in ("TOGETHER_STATE_DIR", "XDG_STATE_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", unknown)
    monkeypatch.chdir(tmp_path)
    file = RecordFile(IDENTITY)
    assert file.acquire()
    file.save(RECORD)
    assert file.load() is None
    assert "TOGETHER_STATE_DIR" in caplog.text
    assert list(tmp_path.iterdir()) == []


def test_the_directory_can_be_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TOGETHER_STATE_DIR", str(tmp_path))
    assert records.state_directory() == tmp_path


def test_else_it_is_the_users_state_directory(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("TOGETHER_STATE_DIR")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert records.state_directory() == tmp_path / "together-ext"
    monkeypatch.setenv("XDG_STATE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert records.state_directory() == tmp_path / ".local/state/together-ext"

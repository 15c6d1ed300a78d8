"""What became of each row."""

from __future__ import annotations

import csv
import errno
import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.runs.rows import bad, collect, good, lines, prepared, read, request
from together_ext.errors import (
    InputFileError,
    InsufficientDiskSpaceError,
    MissingPackageError,
    OutputError,
)
from together_ext.runs import collecting, retrying
from together_ext.runs import merge as merging
from together_ext.runs.answers import parts
from together_ext.runs.merge import merge
from together_ext.runs.outcomes import Outcomes
from together_ext.runs.result import read_rows
from together_ext.runs.room import Room
from together_ext.runs.shard import Limits
from together_ext.runs.totals import Counts, ModelUsage
from together_ext.runs.writing import ShardWriter


@pytest.fixture
def outcomes(tmp_path: Path) -> Any:
    room = Room(tmp_path / "room")
    prepared([request(str(n), custom_id=f"r{n}") for n in range(4)], room)
    with_outcomes = Outcomes(room)
    yield with_outcomes
    with_outcomes.close()


def statuses(outcomes: Outcomes) -> dict[str, str]:
    output = outcomes.room.directory.parent / "results.jsonl"
    merge(outcomes, output).run()
    return {row["custom_id"]: row["status"] for row in read(output)}


def result(outcomes: Outcomes) -> list[Any]:
    statuses(outcomes)
    return read(outcomes.room.directory.parent / "results.jsonl")


def test_before_anything_is_collected_every_row_is_missing(outcomes: Outcomes) -> None:
    assert outcomes.counts() == Counts(missing=4)
    row = result(outcomes)[0]
    assert (row["status"], row["attempts"]) == ("missing", 0)
    assert row["error"] == {"code": "missing", "message": "no job of this row was collected"}


def test_there_are_no_outcomes_of_what_was_not_prepared(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="holds no prepared run"):
        Outcomes(Room(tmp_path / "nothing"))


def test_a_job_without_files_leaves_its_rows_missing(outcomes: Outcomes) -> None:
    (shard,) = outcomes.shards()
    outcomes.collect(shard, "j", None, None, "FAILED").run()
    assert outcomes.counts() == Counts(missing=4, retryable=4)
    row = result(outcomes)[0]
    assert row["error"]["message"] == "job j ended FAILED without an answer"
    assert row["attempts"] == 1


def test_a_row_answered_twice_is_a_duplicate_and_keeps_the_first(outcomes: Outcomes) -> None:
    (shard,) = outcomes.shards()
    collect(outcomes, shard, "j", [good("r0", "first"), good("r1"), good("r0", "second")])
    assert outcomes.counts() == Counts(ok=1, duplicate=1, missing=2, retryable=2)
    row = result(outcomes)[0]
    assert row["status"] == "duplicate"
    assert row["response"]["body"]["choices"] == ["first"]


def test_a_row_in_both_files_keeps_its_answer(outcomes: Outcomes) -> None:
    (shard,) = outcomes.shards()
    collect(outcomes, shard, "j", [good("r0")], [bad("r0", 500)])
    row = result(outcomes)[0]
    assert (row["status"], row["error"]) == ("duplicate", None)
    assert row["response"]["status_code"] == 200


def test_a_row_with_two_errors_is_an_error_and_one_that_lasts_decides(outcomes: Outcomes) -> None:
    (shard,) = outcomes.shards()
    collect(outcomes, shard, "j", [], [bad("r0", 429), bad("r0", 400), bad("r1", 429)] * 2)
    assert outcomes.counts() == Counts(error=2, missing=2, retryable=3)


def test_collected_again_nothing_changes(outcomes: Outcomes) -> None:
    (shard,) = outcomes.shards()
    first = collect(outcomes, shard, "j", [good("r0"), b"{", good("x")], [bad("r1", 429)])
    before = (outcomes.counts(), outcomes.usage(), result(outcomes))
    # Not even if the files were another's now.
    assert collect(outcomes, shard, "j", [good("r3")]) == first
    assert (outcomes.counts(), outcomes.usage()) == before[:2]
    assert outcomes.collected("j") == first
    assert outcomes.collected("other") is None


def test_the_strays_are_kept_as_they_came(outcomes: Outcomes) -> None:
    (shard,) = outcomes.shards()
    strays = [b'{"cut', good("nobody"), b"\xff\xfe", b"[]", b'{"custom_id": 1}']
    found = collect(outcomes, shard, "j", [strays[0], good("r0"), *strays[1:]])
    assert found.strays == 5
    (kept,) = outcomes.room.strays.iterdir()
    assert kept.read_bytes() == b"".join(stray + b"\n" for stray in strays)


def test_after_a_line_too_long_to_be_an_answer_the_next_one_is_found(
    outcomes: Outcomes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collecting, "_LONGEST_ANSWER", 1000)
    (shard,) = outcomes.shards()
    found = collect(outcomes, shard, "j", [good("r1"), b"x" * 5000, good("r2")])
    assert (found.ok, found.strays, found.missing) == (2, 1, 2)
    assert [row["status"] for row in result(outcomes)] == ["missing", "ok", "ok", "missing"]


def test_an_answer_of_ten_megabytes_is_an_answer(outcomes: Outcomes) -> None:
    (shard,) = outcomes.shards()
    text = "\u2028" * 3_500_000
    assert collect(outcomes, shard, "j", [good("r1", text), good("r2")]).ok == 2
    assert result(outcomes)[1]["response"]["body"]["choices"] == [text]


def test_an_answer_may_have_half_a_gigabyte() -> None:
    # More than any model writes, with every token's probabilities; less than a machine's memory.
    assert collecting._LONGEST_ANSWER == 512 * 1024 * 1024


def test_a_row_of_another_shard_is_a_stray(tmp_path: Path) -> None:
    room = Room(tmp_path / "room")
    given = [request(str(n), custom_id=f"r{n}") for n in range(4)]
    prepared(given, room, limits=Limits(max_rows=2))
    with closing(Outcomes(room)) as outcomes:
        one, two = outcomes.shards()
        assert collect(outcomes, one, "j", [good("r0"), good("r3")]).strays == 1
        assert collect(outcomes, two, "k", [good("r2")]).missing == 1
        counts = outcomes.counts()
    assert (counts.ok, counts.missing, counts.strays, counts.rows) == (2, 2, 1, 4)


def test_a_line_end_in_the_data_is_data(outcomes: Outcomes) -> None:
    (shard,) = outcomes.shards()
    text = "a\u2028b\u0085c\x1cd"
    line = json.dumps(
        {"custom_id": "r0", "response": {"status_code": 200, "body": text}}, ensure_ascii=False
    ).encode()
    collect(outcomes, shard, "j", [line + b"\r", b"", b"   ", good("r1")])
    assert outcomes.counts() == Counts(ok=2, missing=2, retryable=2)
    assert result(outcomes)[0]["response"]["body"] == text


def test_bytes_of_a_response_are_kept(outcomes: Outcomes) -> None:
    (shard,) = outcomes.shards()
    response = b'{ "status_code":200, "body" : {"n": 1.50, "big": 123456789012345678901234567890, '
    response += b'"e": "\\u00e9"} }'
    collect(outcomes, shard, "j", [b'{"custom_id": "r0", "response": ' + response + b"}"])
    statuses(outcomes)
    first = (outcomes.room.directory.parent / "results.jsonl").read_bytes().split(b"\n")[0]
    assert first == (
        b'{"custom_id":"r0","index":0,"status":"ok","response":' + response + b","
        b'"error":null,"attempts":1}'
    )


def test_only_rows_whose_error_can_pass_are_asked_again(outcomes: Outcomes) -> None:
    (shard,) = outcomes.shards()
    collect(outcomes, shard, "j", [good("r0")], [bad("r1", 400), bad("r2", 503)])
    (again,) = outcomes.retry_shards(Limits(), 2).run()
    assert [row["custom_id"] for row in read(again.path)] == ["r2", "r3"]
    assert (again.number, again.attempt, again.model) == (2, 2, "m")

    collect(outcomes, again, "j2", [good("r2")])
    assert outcomes.counts() == Counts(ok=2, error=1, missing=1, retryable=1)
    assert [row["attempts"] for row in result(outcomes)] == [1, 1, 2, 2]
    (last,) = outcomes.retry_shards(Limits(), 3).run()
    assert [row["custom_id"] for row in read(last.path)] == ["r3"]


def files_held(directory: Path) -> list[str]:
    """Which files below a directory this process has open."""
    held = (link.readlink() for link in Path("/proc/self/fd").iterdir() if link.is_symlink())
    return [path.name for path in held if path.is_relative_to(directory)]


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_asking_again_that_is_stopped_leaves_nothing_and_is_done_anew(
    tmp_path: Path, steps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retrying, "_ROWS", retrying._ROWS.replace("2000", "3"))
    room = Room(tmp_path / "room")
    rows = [request(custom_id=f"r{n}", model=f"m{n % 2}") for n in range(8)]
    shards = prepared(rows, room).shards
    outcomes = Outcomes(room)
    for shard in shards:
        outcomes.collect(shard, f"j{shard.number}", None, None, "EXPIRED").run()
    before = sorted(path.name for path in room.shards.iterdir())
    work = outcomes.retry_shards(Limits(max_rows=3), 2)
    for _ in range(steps):
        assert work.advance() is not None
    work.close()
    assert files_held(room.shards) == []
    assert sorted(path.name for path in room.shards.iterdir()) == before
    assert outcomes.shards(2) == []
    again = outcomes.retry_shards(Limits(max_rows=3), 2).run()
    assert [shard.rows for shard in again] == [3, 3, 1, 1]
    asked = [row["custom_id"] for shard in again for row in read(shard.path)]
    assert sorted(asked) == [f"r{n}" for n in range(8)]
    assert all(row["body"]["model"] == shard.model for shard in again for row in read(shard.path))
    assert outcomes.retry_shards(Limits(max_rows=3), 2).run() == again
    assert files_held(room.shards) == []
    outcomes.close()


def test_a_disk_that_is_full_while_rows_are_laid_anew_leaves_them_where_they_were(
    outcomes: Outcomes, monkeypatch: pytest.MonkeyPatch
) -> None:
    (shard,) = outcomes.shards()
    outcomes.collect(shard, "j", None, None, "EXPIRED").run()

    def full(_: ShardWriter) -> None:
        raise OSError(errno.ENOSPC, "no space")

    with monkeypatch.context() as patch:
        patch.setattr(ShardWriter, "finish", full)
        with pytest.raises(InsufficientDiskSpaceError):
            outcomes.retry_shards(Limits(), 2).run()
    assert [path.name for path in outcomes.room.shards.iterdir()] == [shard.path.name]
    (again,) = outcomes.retry_shards(Limits(), 2).run()
    assert again.path.read_bytes() == shard.path.read_bytes()


def test_nothing_to_ask_again_makes_no_shard(outcomes: Outcomes) -> None:
    (shard,) = outcomes.shards()
    collect(outcomes, shard, "j", [good(f"r{n}") for n in range(4)])
    assert outcomes.retry_shards(Limits(), 2).run() == []
    assert len(list(outcomes.room.shards.iterdir())) == 1


def test_rows_that_were_never_sent_are_not_asked_again(outcomes: Outcomes) -> None:
    assert outcomes.retry_shards(Limits(), 2).run() == []


def test_a_later_error_does_not_undo_an_answer(outcomes: Outcomes) -> None:
    (shard,) = outcomes.shards()
    collect(outcomes, shard, "j", [good("r0", "kept")])
    collect(outcomes, shard, "j2", [], [bad("r0", 400)])
    row = result(outcomes)[0]
    assert (row["status"], row["attempts"]) == ("ok", 2)


def test_a_second_job_that_answers_the_same_row_makes_it_a_duplicate(outcomes: Outcomes) -> None:
    (shard,) = outcomes.shards()
    collect(outcomes, shard, "j", [good("r0", "first")])
    collect(outcomes, shard, "j2", [good("r0", "second"), good("r1")])
    rows = result(outcomes)
    assert [row["status"] for row in rows] == ["duplicate", "ok", "missing", "missing"]
    assert rows[0]["response"]["body"]["choices"] == ["first"]


def test_a_later_error_does_not_undo_a_doubled_answer(outcomes: Outcomes) -> None:
    (shard,) = outcomes.shards()
    collect(outcomes, shard, "j", [good("r0", "kept"), good("r0", "again")])
    collect(outcomes, shard, "j2", [], [bad("r0", 400)])
    row = result(outcomes)[0]
    assert (row["status"], row["response"]["body"]["choices"]) == ("duplicate", ["kept"])


def test_an_error_is_kept_over_silence(outcomes: Outcomes) -> None:
    (shard,) = outcomes.shards()
    collect(outcomes, shard, "j", [], [bad("r0", 429)])
    (again,) = outcomes.retry_shards(Limits(), 2).run()
    collect(outcomes, again, "j2", [])
    assert result(outcomes)[0]["error"] == {"message": "no", "code": 429}


def test_rows_whose_answers_were_given_up_are_not_asked_again_for_an_older_error(
    outcomes: Outcomes,
) -> None:
    (shard,) = outcomes.shards()
    collect(outcomes, shard, "j", [], [bad("r0", 429), bad("r1", 400)])
    (again,) = outcomes.retry_shards(Limits(), 2).run()
    outcomes.collect(again, "j2", None, None, "COMPLETED", again=False).run()
    assert outcomes.counts().retryable == 0
    assert outcomes.retry_shards(Limits(), 3).run() == []
    assert result(outcomes)[0]["error"] == {"message": "no", "code": 429}


def test_silence_does_not_make_an_error_that_lasts_one_that_can_pass(outcomes: Outcomes) -> None:
    (shard,) = outcomes.shards()
    collect(outcomes, shard, "j", [], [bad("r0", 400)])
    collect(outcomes, shard, "j2", [])
    (again,) = outcomes.retry_shards(Limits(), 2).run()
    assert [row["custom_id"] for row in read(again.path)] == ["r1", "r2", "r3"]


@pytest.mark.parametrize("name", ["results.jsonl", "results.csv", "results.parquet"])
@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        (b"NaN", None),
        (b"[-Infinity, Infinity, 1.5]", [None, None, 1.5]),
        (b'"cut \\ud83d"', "cut \ufffd"),
        (b'"a\tb"', "a\tb"),
        (b"1e999", float("inf")),
    ],
)
def test_an_answer_that_is_json_to_many_is_an_answer(
    outcomes: Outcomes, written: bytes, read_as: Any, name: str
) -> None:
    """It is paid for, and asking again may bring the same."""
    (shard,) = outcomes.shards()
    collect(outcomes, shard, "j", [good("r0").replace(b'["fine"]', written), good("r1")])
    assert outcomes.counts() == Counts(ok=2, missing=2, retryable=2)
    assert outcomes.usage() == [ModelUsage("m", 6, 8, answers=2, uncounted=0)]
    output = outcomes.room.directory.parent / name
    merge(outcomes, output).run()
    first, *_ = read_rows(output)
    assert first["response"]["body"]["choices"] == read_as


def test_a_byte_order_mark_before_the_answers_is_no_part_of_them(outcomes: Outcomes) -> None:
    (shard,) = outcomes.shards()
    collect(outcomes, shard, "j", [b"\xef\xbb\xbf" + good("r0"), good("r1")])
    assert [row["status"] for row in result(outcomes)] == ["ok", "ok", "missing", "missing"]


def test_tokens_of_every_answer_count(outcomes: Outcomes) -> None:
    (shard,) = outcomes.shards()
    untold = b'{"custom_id": "r3", "response": {"status_code": 200, "body": {}}}'
    collect(outcomes, shard, "j", [good("r0"), good("r0"), good("nobody"), untold], [bad("r1", 1)])
    assert outcomes.usage() == [ModelUsage("m", 9, 12, answers=5, uncounted=1)]


def test_skipped_rows_are_in_the_results(tmp_path: Path) -> None:
    room = Room(tmp_path / "room")
    rows = [request(custom_id="a"), {"custom_id": "b"}, request(custom_id="a")]
    (shard,) = prepared(rows, room, on_invalid="skip").shards
    outcomes = Outcomes(room)
    collect(outcomes, shard, "j", [good("a")])
    assert outcomes.counts() == Counts(ok=1, error=2)
    assert [(row["custom_id"], row["status"], row["attempts"]) for row in result(outcomes)] == [
        *[("a", "ok", 1), ("b", "error", 0), ("a", "error", 0)]
    ]
    assert result(outcomes)[1]["error"] == {
        "code": "invalid_row",
        "message": "body is missing; write it, or pass make_request=",
    }
    outcomes.close()


def test_an_answer_file_that_is_gone_is_an_error(outcomes: Outcomes) -> None:
    (shard,) = outcomes.shards()
    with pytest.raises(InputFileError, match="cannot be read"):
        outcomes.collect(shard, "j", outcomes.room.answers / "none", None, "COMPLETED").run()
    assert outcomes.collected("j") is None


@pytest.mark.parametrize("damage", [b"", b"x" * 500, good("r1") + b"\n" + good("r0")])
def test_an_answer_file_that_changed_is_not_merged(outcomes: Outcomes, damage: bytes) -> None:
    (shard,) = outcomes.shards()
    collect(outcomes, shard, "j", [good("r0"), good("r1")])
    (outcomes.room.answers / "j-0.jsonl").write_bytes(damage)
    output = outcomes.room.directory.parent / "results.jsonl"
    with pytest.raises(InputFileError, match="is not what it was when it was collected"):
        merge(outcomes, output).run()
    assert not output.exists()
    assert [path.name for path in output.parent.iterdir()] == ["room"]


def test_a_room_can_be_moved_with_its_answers(tmp_path: Path) -> None:
    prepared([request(custom_id="r0")], Room(tmp_path / "before"))
    outcomes = Outcomes(Room(tmp_path / "before"))
    collect(outcomes, outcomes.shards()[0], "j", [good("r0")])
    outcomes.close()
    (tmp_path / "before").rename(tmp_path / "after")
    moved = Outcomes(Room(tmp_path / "after"))
    assert statuses(moved) == {"r0": "ok"}
    moved.close()


def test_merged_while_another_writes_it_is_refused(outcomes: Outcomes, tmp_path: Path) -> None:
    from together_ext.runs.output import OutputFile

    other = OutputFile(tmp_path / "results.jsonl")
    with pytest.raises(OutputError, match="another process is writing"):
        merge(outcomes, tmp_path / "results.jsonl").run()
    other.release()


def test_few_answer_files_are_held_open_however_many_there_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "_OPEN", 2)
    room = Room(tmp_path / "room")
    rows = [request(custom_id=f"r{n}") for n in range(6)]
    shards = prepared(rows, room, limits=Limits(max_rows=1)).shards
    outcomes = Outcomes(room)
    for shard in shards:
        collect(outcomes, shard, f"j{shard.number}", [good(f"r{shard.number - 1}")])
    held = []
    monkeypatch.setattr(
        merging, "parts", lambda line: (held.append(files_held(room.answers)), parts(line))[1]
    )
    merge(outcomes, tmp_path / "results.jsonl").run()
    assert [len(files) for files in held] == [1, 2, 2, 2, 2, 2]
    assert files_held(room.answers) == []
    outcomes.close()


def test_what_an_answer_says_is_null_is_nothing_in_every_format(outcomes: Outcomes) -> None:
    (shard,) = outcomes.shards()
    null = good("r0").replace(b"{", b'{"error": null, ', 1)
    failed = bad("r1", 400).replace(b"{", b'{"response": null, ', 1)
    collect(outcomes, shard, "j", [null], [failed])
    output = outcomes.room.directory.parent / "results.csv"
    merge(outcomes, output).run()
    with output.open(newline="") as file:
        first, second, *_ = csv.DictReader(file)
    assert (first["error"], second["response"]) == ("", "")
    assert json.loads(second["error"]) == {"message": "no", "code": 400}


def test_an_error_that_is_a_text_is_made_an_error_with_a_message(outcomes: Outcomes) -> None:
    (shard,) = outcomes.shards()
    collect(outcomes, shard, "j", [], [b'{"custom_id": "r0", "error": "batch expired"}'])
    row = result(outcomes)[0]
    assert (row["status"], row["error"]["message"]) == ("error", "batch expired")


def test_merging_twice_gives_the_same_bytes(outcomes: Outcomes, tmp_path: Path) -> None:
    collect(outcomes, outcomes.shards()[0], "j", [good("r2"), good("r0")], [bad("r1", 400)])
    for name in ("a.jsonl", "a.csv", "a.parquet"):
        merge(outcomes, tmp_path / name).run()
        first = (tmp_path / name).read_bytes()
        found = merge(outcomes, tmp_path / name).run()
        assert (tmp_path / name).read_bytes() == first
        assert (found.rows, found.bytes) == (4, len(first))


def test_parquet_without_pyarrow_says_what_to_install(
    outcomes: Outcomes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(MissingPackageError, match=r"together-ext\[parquet\]"):
        merge(outcomes, tmp_path / "a.parquet").run()
    assert not list(tmp_path.glob("*a.parquet*"))


def test_own_columns_come_back(tmp_path: Path) -> None:
    source = tmp_path / "rows.jsonl"
    source.write_bytes(lines({"q": "why", "label": [1]}, {"q": "how", "label": None}))
    room = Room(tmp_path / "room")
    prepared(source, room, make_request={"model": "m", "x": "{q}"}, keep_columns=["label"])
    outcomes = Outcomes(room)
    assert [row["columns"] for row in result(outcomes)] == [{"label": [1]}, {"label": None}]
    outcomes.close()

"""From a source to shards."""

from __future__ import annotations

import hashlib
import io
import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.runs.rows import CHAT, lines, prepared, read, request
from together_ext.errors import (
    InputChangedError,
    InputFileError,
    InputFileNotFoundError,
    InvalidArgumentError,
    InvalidRowsError,
    OutputError,
)
from together_ext.runs import source as sources
from together_ext.runs.building import SHOWN
from together_ext.runs.distinct import Distinct
from together_ext.runs.prepare import load, prepare
from together_ext.runs.room import Room
from together_ext.runs.shard import Limits
from together_ext.runs.steps import Steps


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path / "room")


def file_of(directory: Path, data: bytes) -> Path:
    path = directory / "rows.jsonl"
    path.write_bytes(data)
    return path


def test_lines_go_on_as_the_bytes_they_are(tmp_path: Path, room: Room) -> None:
    data = (
        '{"custom_id": "a",  "body": {"model": "m", "t": 1.50, "x": "\u2028\u0085 é \\u00e9"}}\n'
        '{"body": {"model": "m"}, "custom_id": "b"}\n'
    ).encode()
    (shard,) = prepared(file_of(tmp_path, data), room).shards
    assert shard.path.read_bytes() == data
    assert (shard.number, shard.attempt, shard.rows, shard.size) == (1, 1, 2, len(data))
    assert shard.sha256 == hashlib.sha256(data).hexdigest()
    assert shard.model == "m"


def test_what_belongs_to_the_file_is_left_out(tmp_path: Path, room: Room) -> None:
    one, two = lines(request(custom_id="a")), lines(request(custom_id="b"))
    dressed = b"\xef\xbb\xbf" + one[:-1] + b"\r\n\n  \r\n" + two[:-1]
    assert prepared(file_of(tmp_path, dressed), room).rows == 2
    assert room.shard(1).read_bytes() == one + two


def test_problems_say_the_line_and_the_byte(tmp_path: Path, room: Room) -> None:
    first = lines(request(custom_id="a"))
    data = first + b"\n" + b'{"x": "\xff"}\n' + b"{\n" + first
    with pytest.raises(InvalidRowsError) as caught:
        prepared(file_of(tmp_path, data), room)
    at = len(first) + 1
    found = [(p.index, p.line, p.offset) for p in caught.value.problems]
    assert found == [(1, 3, at), (2, 4, at + 11), (3, 5, at + 13)]
    messages = [p.message for p in caught.value.problems]
    assert messages[0] == "not UTF-8: byte 7 of the line is 0xff"
    assert messages[1].startswith("not JSON")
    assert messages[2] == "custom_id 'a' is used before, in line 1"
    assert "3 rows cannot be sent" in str(caught.value)


def test_refused_rows_leave_nothing(tmp_path: Path, room: Room) -> None:
    with pytest.raises(InvalidRowsError):
        prepared(file_of(tmp_path, b"{}\n" + lines(request())), room)
    assert [path for path in room.directory.rglob("*") if path.is_file()] == []


def test_the_first_hundred_problems_are_shown_and_all_are_counted(room: Room) -> None:
    with pytest.raises(InvalidRowsError) as caught:
        prepared(({"n": n} for n in range(1234)), room)
    assert caught.value.count == 1234
    assert [p.index for p in caught.value.problems] == list(range(SHOWN))


def test_skipped_rows_are_counted_and_the_others_sent(room: Room) -> None:
    rows = [request(custom_id="a"), {"custom_id": "b"}, request(custom_id="a"), request()]
    found = prepared(rows, room, on_invalid="skip")
    assert (found.rows, found.skipped) == (4, 2)
    assert [p.index for p in found.problems] == [1, 2]
    assert [row["custom_id"] for row in read(room.shard(1))] == ["a", "row-3"]


def test_skipping_is_asked_for_each_time(room: Room) -> None:
    rows = [request(), {}]
    prepared(rows, room, on_invalid="skip")
    with pytest.raises(InvalidRowsError, match="1 row cannot be sent"):
        prepared(rows, room)


def test_an_id_that_is_there_twice_is_found_however_far_apart(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("together_ext.runs.distinct._HELD", 4)  # so that buckets go to the disk
    rows = [request(custom_id=f"r{n % 3000}") for n in range(3002)]
    with pytest.raises(InvalidRowsError) as caught:
        prepared(rows, room)
    assert [p.index for p in caught.value.problems] == [3000, 3001]
    assert not list(Distinct.leftovers(room.directory))


def test_ids_of_one_hash_are_told_apart(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Distinct.suspects
    # As if any two had the same hash.
    monkeypatch.setattr(Distinct, "suspects", lambda self: real(self) | {hash("a"), hash("b")})
    assert prepared([request(custom_id=id) for id in "abc"], room).rows == 3


def test_a_made_id_gives_way_to_a_given_one(room: Room) -> None:
    rows = [request(custom_id="row-1"), request(), request(), request(custom_id="row-2")]
    prepared(rows, room)
    ids = [row["custom_id"] for row in read(room.shard(1))]
    assert ids == ["row-1", "row-1-1", "row-2-1", "row-2"]


def test_a_line_too_long_is_a_problem_and_not_held(tmp_path: Path, room: Room) -> None:
    long = b'{"custom_id": "b", "x": "' + b"y" * 3_000_000 + b'"}\n'
    data = lines(request(custom_id="a")) + long + lines(request(custom_id="c"))
    limits = Limits(max_row_bytes=1000)
    found = prepared(file_of(tmp_path, data), room, limits=limits, on_invalid="skip")
    (problem,) = found.problems
    assert problem.message == f"the line has {len(long) - 1} bytes, more than the 1000 of a row"
    assert [row["custom_id"] for row in read(room.shard(1))] == ["a", "c"]


def test_a_row_of_exactly_the_limit_fits(tmp_path: Path, room: Room) -> None:
    line = lines(request(custom_id="a"))
    found = prepared(file_of(tmp_path, line), room, limits=Limits(max_bytes=len(line)))
    assert found.bytes == len(line)
    with pytest.raises(InvalidRowsError):
        prepared(
            file_of(tmp_path, line), Room(tmp_path / "b"), limits=Limits(max_bytes=len(line) - 1)
        )


def test_shards_are_filled_and_of_one_model(tmp_path: Path, room: Room) -> None:
    rows = [request(model="mn"[n % 2], custom_id=f"r{n}") for n in range(10)]
    found = prepared(file_of(tmp_path, lines(*rows)), room, limits=Limits(max_rows=2))
    assert [(s.model, s.rows) for s in found.shards] == [
        *[("m", 2), ("n", 2), ("m", 2), ("n", 2), ("m", 1), ("n", 1)]
    ]
    for shard in found.shards:
        assert {row["body"]["model"] for row in read(shard.path)} == {shard.model}


def test_more_models_than_files_may_be_open(room: Room) -> None:
    rows = [request(model=f"m{n % 300}", custom_id=f"r{n}") for n in range(5000)]
    found = prepared(rows, room)
    assert len(found.shards) == 300
    assert sum(shard.rows for shard in found.shards) == 5000
    assert all(len(read(shard.path)) == shard.rows for shard in found.shards)


def test_a_function_makes_a_body_or_a_whole_request(room: Room, tmp_path: Path) -> None:
    def body(row: Any) -> Any:
        return {"model": "m", "input": row["q"]}

    prepared([{"q": 1, "custom_id": "x"}, {"q": 2}], room, make_request=body)
    assert read(room.shard(1)) == [
        {"custom_id": "x", "body": {"model": "m", "input": 1}},
        {"custom_id": "row-1", "body": {"model": "m", "input": 2}},
    ]
    other = Room(tmp_path / "other")
    prepared([{"q": 1}], other, make_request=lambda row: {"custom_id": "y", "body": body(row)})
    assert read(other.shard(1)) == [{"custom_id": "y", "body": {"model": "m", "input": 1}}]


def test_a_row_that_the_template_does_not_fit_is_a_problem(tmp_path: Path, room: Room) -> None:
    data = b'{"question": "a"}\n{"answer": "b"}\n'
    with pytest.raises(InvalidRowsError) as caught:
        prepared(file_of(tmp_path, data), room, model="m", make_request={"input": "{question}"})
    (problem,) = caught.value.problems
    assert (problem.line, problem.offset) == (2, 18)
    assert problem.message.startswith("there is no column 'question' for the template")


@pytest.mark.parametrize("made", [None, "text", []])
def test_what_a_function_makes_must_be_a_request(made: Any, room: Room) -> None:
    with pytest.raises(InvalidRowsError, match="make_request gave a"):
        prepared([{"q": 1}], room, make_request=lambda _: made)


def test_an_error_in_the_function_comes_out_as_it_is(room: Room) -> None:
    with pytest.raises(ZeroDivisionError):
        prepared([{"q": 0}], room, make_request=lambda row: 1 / row["q"])
    assert not room.table.exists()


@pytest.mark.skipif(sys.version_info < (3, 11), reason="exceptions have notes from Python 3.11 on")
def test_an_error_in_the_function_says_at_which_row(tmp_path: Path, room: Room) -> None:
    def divide(row: Any) -> Any:
        return {"model": "m", "input": 1 / row["q"]}

    with pytest.raises(ZeroDivisionError) as caught:
        prepared([{"q": 1}, {"q": 0}], room, make_request=divide)
    assert vars(caught.value)["__notes__"] == ["make_request was given row 2, counted from 1."]
    with pytest.raises(ZeroDivisionError) as caught:
        prepared(file_of(tmp_path, b'{"q":1}\n\n{"q":0}\n'), room, make_request=divide)
    assert vars(caught.value)["__notes__"] == ["make_request was given line 3, counted from 1."]


def test_prepared_again_it_is_the_same_and_nothing_is_written(tmp_path: Path, room: Room) -> None:
    path = file_of(tmp_path, lines(*(request(str(n)) for n in range(9))))
    first = prepared(path, room, limits=Limits(max_rows=4))
    before = {shard.path: shard.path.stat().st_mtime_ns for shard in first.shards}
    assert prepared(path, room) == first == load(room)
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_a_generator_of_the_same_rows_is_the_same_input(room: Room) -> None:
    first = prepared((request(str(n)) for n in range(9)), room)
    assert prepared([request(str(n)) for n in range(9)], room) == first


@pytest.mark.parametrize(
    "changed",
    [
        {"source": [request("b")]},
        {"source": [request("a"), request("b")]},
        {"model": "other"},
        {"endpoint": "/v1/completions"},
        {"keep_columns": True},
        {"make_request": {"input": "x"}},
    ],
)
def test_a_room_of_other_input_is_refused(room: Room, changed: dict[str, Any]) -> None:
    given: dict[str, Any] = {"source": [request("a")], "room": room, "endpoint": CHAT}
    prepare(**given).run()
    with pytest.raises(InputChangedError, match="belongs to a run of other input"):
        prepare(**{**given, **changed}).run()


def test_a_function_that_makes_other_requests_is_other_input(tmp_path: Path, room: Room) -> None:
    path = file_of(tmp_path, b'{"q": 1}\n')
    prepared(path, room, make_request=lambda row: {"model": "m", "input": row["q"]})
    with pytest.raises(InputChangedError):
        prepared(path, room, make_request=lambda row: {"model": "m", "input": row["q"] + 1})


def test_a_damaged_shard_is_not_sent(room: Room) -> None:
    (shard,) = prepared([request()], room).shards
    shard.path.write_bytes(b"else")
    with pytest.raises(OutputError, match="is not what was written there"):
        prepared([request()], room)


def test_a_table_that_is_none_says_so(room: Room) -> None:
    prepared([request()], room)
    room.table.write_bytes(b"not a database, and long enough to be looked at" * 100)
    with pytest.raises(OutputError, match="cannot be used"):
        prepared([request()], room)


def test_a_table_of_another_version_says_so(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    prepared([request()], room)
    monkeypatch.setattr("together_ext.runs.table.VERSION", 99)
    with pytest.raises(OutputError, match="another version"):
        prepared([request()], room)


def test_stopped_between_steps_it_begins_anew(tmp_path: Path, room: Room) -> None:
    path = file_of(tmp_path, lines(*(request(str(n)) for n in range(9))))
    steps = prepare(path, room, endpoint=CHAT)
    assert steps.advance() is not None
    steps.close()
    assert [found for found in room.directory.rglob("*") if found.is_file()] == []
    assert prepared(path, room).rows == 9


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path, room: Room) -> None:
    path = file_of(tmp_path, lines(request()))
    steps = prepare(path, room, endpoint=CHAT)
    steps.advance()
    path.write_bytes(lines(request(), request()))
    with pytest.raises(InputFileError, match="changed while it was read"):
        steps.run()
    assert not room.table.exists()


def test_steps_say_how_far_they_are(
    tmp_path: Path, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "_BLOCK", 300)
    path = file_of(tmp_path, lines(*(request(str(n)) for n in range(9))))
    steps = prepare(path, room, endpoint=CHAT)
    seen = []
    while (step := steps.advance()) is not None:
        seen.append(step)
    reading = [step.done for step in seen if step.total == path.stat().st_size]
    assert len(reading) > 3
    assert max(reading) == path.stat().st_size
    assert steps.advance() is None
    assert steps.result.rows == 9


def test_a_result_before_the_end_is_an_error() -> None:
    def work() -> Any:
        yield None

    with pytest.raises(RuntimeError, match="not finished"):
        Steps(work()).result


@pytest.mark.parametrize(
    ("source", "options", "why"),
    [
        ([], {}, "holds no rows"),
        ({"a": 1}, {}, "one mapping"),
        (7, {}, "must be a path"),
        (b"{}", {}, "bytes"),
        (io.BytesIO(b"{}"), {}, "an open file; give its path"),
        ([request()], {"on_invalid": "ignore"}, "on_invalid"),
        ([request()], {"model": ""}, "model"),
        ([request()], {"keep_columns": "q"}, "keep_columns"),
        ([request()], {"make_request": {}}, "make_request"),
    ],
)
def test_an_argument_that_cannot_be_is_named(
    source: Any, options: dict[str, Any], why: str, room: Room
) -> None:
    with pytest.raises(InvalidArgumentError, match=why):
        prepared(source, room, **options)


def test_a_file_that_is_not_there_is_named(tmp_path: Path, room: Room) -> None:
    with pytest.raises(InputFileNotFoundError):
        prepared(tmp_path / "none.jsonl", room)
    (tmp_path / "rows.txt").write_text("x")
    with pytest.raises(InvalidArgumentError, match="cannot tell the format"):
        prepared(tmp_path / "rows.txt", room)
    (tmp_path / "rows.jsonl").write_text("")
    with pytest.raises(InputFileError, match="is empty"):
        prepared(tmp_path / "rows.jsonl", room)


def test_a_room_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        prepared([request()], Room(tmp_path / "file" / "room"))


def test_kept_columns_must_be_there(room: Room) -> None:
    with pytest.raises(InvalidRowsError, match="no column 'label' to keep"):
        prepared([request()], room, keep_columns=["label"])


def test_what_is_sent_is_json_without_words_for_nothing(room: Room) -> None:
    prepared([request(custom_id="a")], room)
    assert b" " not in room.shard(1).read_bytes().replace(b'"hi"', b"")
    assert json.loads(room.shard(1).read_bytes()) == request(custom_id="a")


def test_rows_have_the_same_places_however_they_were_read(tmp_path: Path) -> None:
    # The first lines are more than are read at once, and all good; the last ones are not.
    good = [lines(request("x" * 300, custom_id=f"r{n}")) for n in range(3000)]
    odd = [b"\n", lines(request(custom_id=None)), b"{}\n", lines(request(custom_id="last"))]
    for name, end in (("unix.jsonl", b"\n"), ("windows.jsonl", b"\r\n")):
        data = b"".join([*good, *odd]).replace(b"\n", end)
        (tmp_path / name).write_bytes(b"\xef\xbb\xbf" + data)
        room = Room(tmp_path / f"{name}.room")
        found = prepared(tmp_path / name, room, on_invalid="skip")
        (problem,) = found.problems
        assert (found.rows, problem.index, problem.line) == (3003, 3001, 3003)
        assert problem.offset is not None
        assert (b"\xef\xbb\xbf" + data)[problem.offset :].startswith(b"{}")
        sent = [row["custom_id"] for row in read(room.shard(1))]
        assert sent == [*(f"r{n}" for n in range(3000)), "row-3000", "last"]
        with closing(sqlite3.connect(room.table)) as table:
            rows = table.execute("SELECT idx, line, at FROM rows ORDER BY idx").fetchall()
        assert [row[0] for row in rows] == list(range(3003))
        places = [data.find(b'"r%d"' % n) for n in (0, 1500, 2999)]
        assert [rows[n][1] for n in (0, 1500, 2999)] == [1, 1501, 3000]
        assert all(
            rows[n][2] <= place + 3 < rows[n + 1][2]
            for n, place in zip((0, 1500, 2999), places, strict=True)
        )

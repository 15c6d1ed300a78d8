"""The same rows, whatever they come from."""

from __future__ import annotations

import csv
import gzip
import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas
import polars
import pyarrow
import pyarrow.parquet
import pytest
import zstandard

from tests.runs.rows import lines, prepared, read
from together_ext.errors import (
    InputFileError,
    InvalidArgumentError,
    InvalidRowsError,
    MissingPackageError,
)
from together_ext.runs.room import Room

ROWS: list[dict[str, Any]] = [
    {"custom_id": f"r{n}", "q": f'no. {n}, "é\u2028"\nend', "size": n} for n in range(5000)
]
TEMPLATE = {"model": "m", "input": "Q: {q}"}
EXPECTED = [
    {"custom_id": row["custom_id"], "body": {"model": "m", "input": f"Q: {row['q']}"}}
    for row in ROWS
]


def jsonl(directory: Path) -> Any:
    (directory / "rows.jsonl").write_bytes(lines(*ROWS))
    return directory / "rows.jsonl"


def gz(directory: Path) -> Any:
    # Two members, one after the other, as `cat a.gz b.gz` makes them.
    halves = lines(*ROWS[:99]), lines(*ROWS[99:])
    (directory / "rows.jsonl.gz").write_bytes(
        b"".join(gzip.compress(half, mtime=0) for half in halves)
    )
    return str(directory / "rows.jsonl.gz")


def zst(directory: Path) -> Any:
    halves = lines(*ROWS[:99]), lines(*ROWS[99:])
    data = b"".join(zstandard.compress(half) for half in halves)
    (directory / "rows.jsonl.zst").write_bytes(data)
    return directory / "rows.jsonl.zst"


def comma_separated(directory: Path) -> Any:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, ["custom_id", "q", "size"])
    writer.writeheader()
    writer.writerows(ROWS)
    (directory / "rows.csv").write_bytes(b"\xef\xbb\xbf" + text.getvalue().encode())
    return directory / "rows.csv"


def parquet(directory: Path) -> Any:
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(ROWS), directory / "rows.parquet")
    return directory / "rows.parquet"


class Dataset:
    """What a Hugging Face dataset looks like to those who only iterate over it."""

    def __len__(self) -> int:
        return len(ROWS)

    def __iter__(self) -> Any:
        return iter(ROWS)


SOURCES: dict[str, Callable[[Path], Any]] = {
    "jsonl": jsonl,
    "jsonl.gz": gz,
    "jsonl.zst": zst,
    "csv": comma_separated,
    "parquet": parquet,
    "list": lambda _: ROWS,
    "generator": lambda _: (row for row in ROWS),
    "dataset": lambda _: Dataset(),
    "pandas": lambda _: pandas.DataFrame(ROWS),
    "polars": lambda _: polars.DataFrame(ROWS),
    "arrow table": lambda _: pyarrow.Table.from_pylist(ROWS),
    "arrow reader": lambda _: pyarrow.Table.from_pylist(ROWS).to_reader(),
}


@pytest.mark.parametrize("name", SOURCES)
def test_every_source_gives_the_same_requests(name: str, tmp_path: Path) -> None:
    room = Room(tmp_path / "room")
    found = prepared(SOURCES[name](tmp_path), room, make_request=TEMPLATE, keep_columns=["q"])
    assert found.rows == len(ROWS)
    assert read(room.shard(1)) == EXPECTED


@pytest.mark.parametrize("name", [name for name in SOURCES if name != "generator"])
def test_every_source_can_be_given_again(name: str, tmp_path: Path) -> None:
    room = Room(tmp_path / "room")
    found = prepared(SOURCES[name](tmp_path), room, make_request=TEMPLATE)
    assert prepared(SOURCES[name](tmp_path), room, make_request=TEMPLATE) == found


def test_what_pandas_has_for_nothing_is_null(tmp_path: Path) -> None:
    frame = pandas.DataFrame(
        {
            "n": [1.5, None],
            "t": [pandas.Timestamp("2026-01-02"), pandas.NaT],
            "s": pandas.array(["a", None], dtype="string"),
            "l": [[1, 2], None],
            "i": pandas.array([1, None], dtype="Int64"),
        }
    )
    room = Room(tmp_path / "room")
    template = {"model": "m", **{name: f"{{{name}}}" for name in frame.columns}}
    prepared(frame, room, make_request=template)
    first, second = (row["body"] for row in read(room.shard(1)))
    assert first == {
        "model": "m",
        "n": 1.5,
        "t": "2026-01-02T00:00:00",
        "s": "a",
        "l": [1, 2],
        "i": 1,
    }
    assert second == {"model": "m", "n": None, "t": None, "s": None, "l": None, "i": None}


def test_numbers_of_numpy_are_numbers(tmp_path: Path) -> None:
    numpy = pytest.importorskip("numpy")
    room = Room(tmp_path / "room")
    body = {"model": "m", "a": numpy.int64(1), "b": numpy.float32(0.5), "c": numpy.array([1, 2])}
    prepared([{"body": body}], room)
    assert read(room.shard(1))[0]["body"] == {"model": "m", "a": 1, "b": 0.5, "c": [1, 2]}


def test_lines_of_a_csv_are_counted_as_in_the_file(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text('q\n"two\nlines"\n\nlast,more\n')
    with pytest.raises(InvalidRowsError) as caught:
        prepared(tmp_path / "rows.csv", Room(tmp_path / "room"), make_request={"x": "{r}"})
    assert [problem.line for problem in caught.value.problems] == [2, 5]


def test_a_csv_that_is_not_utf_8_is_a_problem_of_its_row(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_bytes(b"q\ngood\nb\xe4d\n")
    with pytest.raises(InvalidRowsError) as caught:
        prepared(tmp_path / "rows.csv", Room(tmp_path / "room"), make_request=TEMPLATE)
    assert [problem.index for problem in caught.value.problems] == [1]


def test_a_csv_row_with_too_many_cells_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_bytes(b"q\ngood\nbad,bad\n")
    with pytest.raises(InvalidRowsError) as caught:
        prepared(tmp_path / "rows.csv", Room(tmp_path / "room"), make_request=TEMPLATE)
    assert [problem.line for problem in caught.value.problems] == [3]


@pytest.mark.parametrize("name", ["jsonl.gz", "jsonl.zst", "parquet"])
def test_a_file_that_is_cut_is_not_taken_for_whole(name: str, tmp_path: Path) -> None:
    path = Path(SOURCES[name](tmp_path))
    path.write_bytes(path.read_bytes()[:-30])
    room = Room(tmp_path / "room")
    with pytest.raises(InputFileError, match="cannot be read"):
        prepared(path, room, make_request=TEMPLATE)
    assert not room.table.exists()


@pytest.mark.parametrize("name", ["jsonl.gz", "jsonl.zst", "parquet"])
def test_a_file_of_another_kind_says_so(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"rows.{name}"
    path.write_bytes(lines(*ROWS[:3]))
    with pytest.raises(InputFileError, match="cannot be read"):
        prepared(path, Room(tmp_path / "room"), make_request=TEMPLATE)


@pytest.mark.parametrize(
    ("name", "module", "extra"),
    [("jsonl.zst", "zstandard", "zst"), ("parquet", "pyarrow.parquet", "parquet")],
)
def test_a_missing_package_says_what_to_install(
    name: str, module: str, extra: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = SOURCES[name](tmp_path)
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingPackageError, match=rf"pip install 'together-ext\[{extra}\]'"):
        prepared(source, Room(tmp_path / "room"), make_request=TEMPLATE)


@pytest.mark.parametrize(
    ("source", "why"),
    [
        (polars.LazyFrame(ROWS[:3]), "collect\\(\\) it first"),
        (pandas.Series([1]), "not a table"),
        ({"train": ROWS}, "one split"),
    ],
)
def test_what_is_no_table_is_refused(source: Any, why: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidArgumentError, match=why):
        prepared(source, Room(tmp_path / "room"))

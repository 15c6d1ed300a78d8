"""Rows of every kind of source, through whole runs."""

from __future__ import annotations

import datetime
import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas
import polars
import pyarrow
import pyarrow.parquet
import pytest
import zstandard

from tests.runs.conftest import QUICK, paid_once, read
from tests.runs.rows import lines, request
from together_ext import Together
from together_ext.emulator.pytest_plugin import Emulator
from together_ext.errors import InputFileError, InvalidArgumentError

ROWS: list[dict[str, Any]] = [
    {
        "q": f"no. {n} é\u2028",
        "when": datetime.datetime(2026, 1, 2, 3, 4, n),
        "day": datetime.date(2026, 1, 2),
        "nested": {"x": [1.5, None], "y": {"z": n}},
        "maybe": None if n % 2 else "s",
    }
    for n in range(6)
]
TEMPLATE = {
    "model": "m",
    "messages": [{"role": "user", "content": "{q}"}],
    "metadata": {name: f"{{{name}}}" for name in ("when", "day", "nested", "maybe")},
}
EXPECTED = [
    {
        "when": f"2026-01-02T03:04:0{n}",
        "day": "2026-01-02",
        "nested": {"x": [1.5, None], "y": {"z": n}},
        "maybe": None if n % 2 else "s",
    }
    for n in range(6)
]


def parquet(directory: Path) -> Path:
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(ROWS), directory / "in.parquet")
    return directory / "in.parquet"


TABLES: dict[str, Callable[[Path], Any]] = {
    "dicts": lambda _: ROWS,
    "pandas": lambda _: pandas.DataFrame(ROWS),
    "pandas on arrow": lambda _: pandas.DataFrame(ROWS).convert_dtypes(dtype_backend="pyarrow"),
    "polars": lambda _: polars.DataFrame(ROWS),
    "arrow": lambda _: pyarrow.Table.from_pylist(ROWS),
    "parquet": parquet,
}


def sent(directory: Path) -> list[dict[str, Any]]:
    shards = sorted((directory / ".out.jsonl.run" / "shards").iterdir())
    return [row for path in shards for row in read(path)]


@pytest.mark.parametrize("name", TABLES)
def test_nulls_dates_and_nested_values_are_asked_and_come_back(
    name: str, server: Emulator, tmp_path: Path
) -> None:
    with Together() as client:
        result = client.batches.run(
            TABLES[name](tmp_path),
            output=tmp_path / "out.jsonl",
            make_request=TEMPLATE,
            keep_columns=["nested", "maybe"],
            **QUICK,
        )
    assert result.counts.ok == len(ROWS)
    assert paid_once(server, 2)
    assert [row["body"]["metadata"] for row in sent(tmp_path)] == EXPECTED
    found = [line["columns"] for line in read(tmp_path / "out.jsonl")]
    assert found == [{k: row[k] for k in ("nested", "maybe")} for row in ROWS]


PACKED: dict[str, Callable[[bytes], bytes]] = {
    "in.jsonl": lambda data: data,
    "in.jsonl.gz": gzip.compress,
    "in.jsonl.zst": zstandard.compress,
    "in.ndjson": lambda data: data,
}
_PLAIN = lines(*(request(f"no. {n}", custom_id=f"r{n}") for n in range(6)))
SHAPES = {
    "as it should be": _PLAIN,
    "with a byte order mark": b"\xef\xbb\xbf" + _PLAIN,
    "with Windows' line ends": _PLAIN.replace(b"\n", b"\r\n"),
    "without a last line end": _PLAIN.removesuffix(b"\n"),
    "with blank lines": b"\n" + _PLAIN.replace(b"\n", b"\n \n") + b"\n\n",
    "with all of that": b"\xef\xbb\xbf" + _PLAIN.replace(b"\n", b"\r\n\r\n").removesuffix(b"\r\n"),
}


@pytest.mark.parametrize("name", PACKED)
def test_lines_of_every_shape_are_the_same_requests(
    name: str, server: Emulator, tmp_path: Path
) -> None:
    with Together() as client:
        for shape, data in SHAPES.items():
            directory = tmp_path / shape
            directory.mkdir()
            (directory / name).write_bytes(PACKED[name](data))
            out = directory / "out.jsonl"
            result = client.batches.run(directory / name, output=out, **QUICK)
            assert (shape, result.counts.ok) == (shape, 6)
            shards = sorted((directory / ".out.jsonl.run" / "shards").iterdir())
            assert b"".join(path.read_bytes() for path in shards) == _PLAIN
            assert [line["custom_id"] for line in read(out)] == [f"r{n}" for n in range(6)]


CSV = 'custom_id,q,maybe\r\nr0,one,\r\nr1,"two, and\r\nmore é\u2028",s\r\n'


@pytest.mark.parametrize(
    "data",
    [
        CSV.encode(),
        b"\xef\xbb\xbf" + CSV.encode(),
        CSV.encode().removesuffix(b"\r\n"),
        CSV.encode() + b"\r\n",
    ],
    ids=["as it should be", "a byte order mark", "no last line end", "a blank line at the end"],
)
def test_cells_of_a_csv_are_texts(data: bytes, server: Emulator, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes(data)
    with Together() as client:
        result = client.batches.run(
            tmp_path / "in.csv",
            output=tmp_path / "out.jsonl",
            make_request={"model": "m", "messages": [{"role": "user", "content": "{q}{maybe}"}]},
            **QUICK,
        )
    assert result.counts.ok == 2
    asked = [row["body"]["messages"][0]["content"] for row in sent(tmp_path)]
    assert asked == ["one", "two, and\r\nmore é\u2028s"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("in.jsonl", b""),
        ("in.jsonl", b"\xef\xbb\xbf"),
        ("in.jsonl", b"\n\r\n \n"),
        ("in.jsonl.gz", gzip.compress(b"", mtime=0)),
        ("in.jsonl.zst", zstandard.compress(b"")),
        ("in.csv", b""),
        ("in.csv", b"custom_id,q\r\n"),
        ("in.parquet", None),
    ],
    ids=str,
)
def test_a_file_without_rows_is_named_and_nothing_is_sent(
    name: str, data: bytes | None, server: Emulator, tmp_path: Path
) -> None:
    path = tmp_path / name
    if data is None:
        table = pyarrow.table({"q": pyarrow.array([], pyarrow.string())})
        pyarrow.parquet.write_table(table, path)
    else:
        path.write_bytes(data)
    with (
        Together() as client,
        pytest.raises(
            (InvalidArgumentError, InputFileError), match=r"holds no rows|is empty"
        ) as caught,
    ):
        client.batches.run(path, output=tmp_path / "out.jsonl", make_request=TEMPLATE, **QUICK)
    assert str(path) in str(caught.value)
    assert server.books()["files"] == []

"""The formats of a result file: JSON lines, CSV, Parquet."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Protocol

import msgspec

from .packages import needed

_encode = msgspec.json.Encoder().encode
FIELDS = ("custom_id", "index", "status", "response", "error", "attempts", "columns")

# As a NamedTuple of merge.py: custom_id, index, status, response, error, attempts, columns.
Values = tuple[Any, ...]
Write = Callable[[bytes], object]


class Form(Protocol):
    """Writes rows in one format."""

    def write(self, rows: Iterable[Values]) -> None:
        """Write some rows."""

    def finish(self) -> None:
        """Write what stands at the end."""


def form_of(output: Path, write: Write) -> Form:
    """Choose the format by the name of the file.

    Raises:
        MissingPackageError: It needs a package that is not there.
    """
    suffix = output.suffix.lower()
    if suffix == ".parquet":
        return _Parquet(write)
    return _Csv(write) if suffix == ".csv" else _Lines(write)


class _Lines:
    def __init__(self, write: Write) -> None:
        self._write = write

    def write(self, rows: Iterable[Values]) -> None:
        pieces = []
        for id, index, status, response, error, attempts, columns in rows:
            own = b"" if columns is None else b',"columns":' + columns
            pieces.append(
                b'{"custom_id":%b,"index":%d,"status":"%b","response":%b,"error":%b,'
                b'"attempts":%d%b}\n'
                % (
                    *(_encode(id), index, status.encode(), response or b"null", error or b"null"),
                    *(attempts, own),
                )
            )
        self._write(b"".join(pieces))

    def finish(self) -> None:
        pass


class _Csv:
    def __init__(self, write: Write) -> None:
        self._write = write
        self._text = io.StringIO(newline="")
        self._csv = csv.writer(self._text, lineterminator="\n")
        self._csv.writerow(FIELDS)

    def write(self, rows: Iterable[Values]) -> None:
        self._csv.writerows([_text(value) for value in row] for row in rows)
        self._write(self._text.getvalue().encode())
        self._text.seek(0)
        self._text.truncate()

    def finish(self) -> None:
        self.write(())


class _Parquet:
    def __init__(self, write: Write) -> None:
        self._arrow = needed("pyarrow", "parquet", "write .parquet files")
        parquet = needed("pyarrow.parquet", "parquet", "write .parquet files")
        text = self._arrow.string()
        kinds = {"index": self._arrow.int64(), "attempts": self._arrow.int32()}
        self._schema = self._arrow.schema([(name, kinds.get(name, text)) for name in FIELDS])
        self._writer = parquet.ParquetWriter(
            self._arrow.PythonFile(_Sink(write), "w"), self._schema, compression="zstd"
        )

    def write(self, rows: Iterable[Values]) -> None:
        columns = list(zip(*([_text(value) for value in row] for row in rows), strict=True))
        if columns:
            arrays = [
                self._arrow.array(column, kind.type)
                for column, kind in zip(columns, self._schema, strict=True)
            ]
            self._writer.write_batch(
                self._arrow.RecordBatch.from_arrays(arrays, schema=self._schema)
            )

    def finish(self) -> None:
        self._writer.close()


class _Sink(io.RawIOBase):
    """What pyarrow writes to."""

    def __init__(self, write: Write) -> None:
        self._take = write
        self._at = 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def write(self, data: Any) -> int:
        self._take(bytes(data))
        self._at += len(data)
        return len(data)


def _text(value: Any) -> Any:
    return value.decode() if isinstance(value, bytes) else value

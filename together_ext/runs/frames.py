"""Rows of frames and tables that are in memory, as dicts, some at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from ..errors import InvalidArgumentError

PACKAGES = {"pandas", "polars", "pyarrow"}
_ROWS = 2000  # made into dicts at once
# Formats of a Hugging Face dataset in which a row is a table of one row. (Of numpy's and its kind a
# row is a dict, and a transform of the caller's own is what they want.)
_TABLES = {"arrow", "pandas", "polars"}


def rows_of_frame(frame: Any) -> tuple[int | None, Callable[[], Iterator[Any]]]:
    """Say how to read a frame.

    Args:
        frame: A pandas or polars DataFrame, an Arrow Table, RecordBatch or RecordBatchReader.

    Returns:
        How many rows it has, None where that is not known, and what gives them.

    Raises:
        InvalidArgumentError: It is another object of these packages.
    """
    package, name = type(frame).__module__.partition(".")[0], type(frame).__name__
    if package == "pyarrow" and name in {"Table", "RecordBatch"}:
        return frame.num_rows, lambda: _of_arrow(frame)
    if package == "pyarrow" and name == "RecordBatchReader":
        return None, lambda: (row for batch in frame for row in _of_arrow(batch))
    if package == "polars" and name == "DataFrame":
        return frame.height, lambda: frame.iter_rows(named=True, buffer_size=_ROWS)
    if package == "pandas" and name == "DataFrame":
        return len(frame), lambda: _of_pandas(frame)
    hint = "; collect() it first" if name == "LazyFrame" else ""
    raise InvalidArgumentError(f"source is a {package} {name}, not a table of rows{hint}.")


def plain_dataset(source: Any) -> Any:
    """Return a Hugging Face dataset whose rows are tables as one whose rows are dicts."""
    form = getattr(source, "format", None)
    if type(source).__module__.partition(".")[0] == "datasets" and isinstance(form, dict):
        return source.with_format(None) if form.get("type") in _TABLES else source
    return source


def _of_arrow(table: Any) -> Iterator[Any]:
    for at in range(0, table.num_rows, _ROWS):
        yield from table.slice(at, _ROWS).to_pylist()


def _of_pandas(frame: Any) -> Iterator[Any]:
    isna = import_module("pandas").isna
    for at in range(0, len(frame), _ROWS):
        for row in frame.iloc[at : at + _ROWS].to_dict("records"):
            # Its words for nothing (NaN, NaT, NA) are its own; a list or array is a value.
            yield {
                key: None if not hasattr(value, "__len__") and isna(value) is True else value
                for key, value in row.items()
            }

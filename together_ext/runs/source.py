r"""Rows of any kind of source, as a stream.

A source gives *batches*: of lines (bytes, for JSONL) or of rows (dicts, for all else). A line is
what stands between two ``\n``. Packages that read other formats are imported only when used.
"""

from __future__ import annotations

import csv
import gzip
import io
import os
import re
import zlib
from collections.abc import AsyncIterable, Callable, Iterable, Iterator, Mapping, Sized
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any

from ..errors import InputFileError, InvalidArgumentError
from ..names import coerce_path, input_file
from .check import BOM
from .frames import PACKAGES, plain_dataset, rows_of_frame
from .packages import needed

# Bytes read at once: what stays in a processor's cache while it is split, parsed and counted.
# Against 2 MiB this checks lines of 200 bytes 1.2 to 1.3 times as fast.
_BLOCK = 256 * 1024
_ROWS = 2000  # rows in a batch
# Repetitive rows can become a thousand times as large, and memory should not.
_PACKED = 16 * 1024
_LINE_END = re.compile("\r\n|\r|\n")


@dataclass(frozen=True)
class Batch:
    """Some lines or rows, one after the other.

    Attributes:
        lines: Lines without their ends; an int stands for one of so many bytes that was too long
            to be held. None where the source is one of rows.
        rows: Rows, with the number that a problem names them by. None where there are lines.
        done: Bytes of the file read so far (of the compressed file, where it is one), or rows.
        text: The same lines as they stand in the file; None where not all of them are held.
    """

    lines: list[bytes | int] | None
    rows: list[tuple[int, Any]] | None
    done: int
    text: bytes | None = None


@dataclass(frozen=True)
class Source:
    """Where rows come from.

    Attributes:
        path: The file; None where the rows are given as objects.
        total: Bytes of the file, or rows where their number is known; else None.
        batches: Reads it from the start. Takes how long a line may be, in bytes.
    """

    path: Path | None
    total: int | None
    batches: Callable[[int], Iterator[Batch]]


def open_source(source: object) -> Source:
    """Say how to read what the caller gave.

    Args:
        source: A path (``.jsonl``, ``.ndjson``, either with ``.gz`` or ``.zst``; ``.csv``;
            ``.parquet``), an iterable of dicts, a pandas or polars frame, an Arrow table or
            reader, a Hugging Face dataset.

    Raises:
        InvalidArgumentError: It is none of these.
        InputFileNotFoundError: Nothing is at the path.
        InputFileError: The file cannot be read.
        MissingPackageError: A package is needed to read it.
    """
    if isinstance(source, (str, os.PathLike)):
        return _file(coerce_path(source, "source"))
    if type(source).__module__.partition(".")[0] in PACKAGES:
        rows, give = rows_of_frame(source)
        return Source(None, rows, lambda _: _numbered(give()))
    source = plain_dataset(source)
    if isinstance(source, Mapping):
        raise InvalidArgumentError(
            "source is one mapping, not rows: give a list of dicts (of a DatasetDict, one split)."
        )
    if isinstance(source, AsyncIterable) or not isinstance(source, Iterable):
        raise InvalidArgumentError(
            f"source must be a path, a frame, or an iterable of dicts, not {type(source).__name__}."
        )
    if isinstance(source, (bytes, bytearray)):
        raise InvalidArgumentError("source is bytes; give a path, or dicts.")
    if isinstance(source, io.IOBase):
        raise InvalidArgumentError("source is an open file; give its path, or dicts.")
    total = len(source) if isinstance(source, Sized) else None
    return Source(None, total, lambda _: _numbered(iter(source)))


def open_lines(given: Path) -> Source:
    """Say how to read a file of lines, whatever its name.

    Raises:
        InputFileNotFoundError: Nothing is at the path.
        InputFileError: The file cannot be read.
    """
    path = input_file(given)
    return Source(path, path.stat().st_size, lambda limit: _lines(path, "", limit))


def _file(given: Path) -> Source:
    path = input_file(given)
    size = path.stat().st_size
    suffixes = [suffix.lower() for suffix in path.suffixes[-2:]]
    last = suffixes[-1] if suffixes else ""
    inner = suffixes[-2] if len(suffixes) > 1 else ""
    if last in {".jsonl", ".ndjson"} or (
        last in {".gz", ".zst"} and inner in {".jsonl", ".ndjson"}
    ):
        return Source(path, size, lambda limit: _lines(path, last, limit))
    if last == ".csv":
        return Source(path, size, lambda limit: _csv(path, limit))
    if last == ".parquet":
        return Source(path, size, lambda _: _parquet(path))
    raise InvalidArgumentError(
        f"cannot tell the format of {path.name!r} from its name: it should end in .jsonl, "
        ".jsonl.gz, .jsonl.zst, .csv or .parquet."
    )


def _lines(path: Path, suffix: str, limit: int) -> Iterator[Batch]:
    with _reading(path), path.open("rb") as raw:
        for text, lines in split_lines(_decompressed(raw, suffix), limit):
            yield Batch(lines, None, raw.tell(), text)


def split_lines(
    read: Callable[[int], bytes], limit: int
) -> Iterator[tuple[bytes | None, list[bytes | int]]]:
    """Split a stream of bytes at line feeds, and nowhere else.

    Args:
        read: Gives up to so many of the next bytes; none at the end.
        limit: Bytes that a line may have, with its end, to be held in memory.

    Yields:
        Some lines as they stand there (None where they are not all held), and the same without
        their ends; an int for one that is longer, which says how long.
    """
    held: list[bytes] = []
    size = skipped = 0
    while block := read(_BLOCK):
        lines: list[bytes | int] = []
        if skipped:  # in the middle of a line that is too long
            end = block.find(b"\n")
            if end < 0:
                skipped += len(block)
                yield None, []
                continue
            lines.append(skipped + end)
            block, skipped = block[end + 1 :], 0
        text: bytes | None = None
        last = block.rfind(b"\n")
        if last >= 0:
            held.append(block[:last])
            whole = b"".join(held)
            text = None if lines else whole
            lines += whole.split(b"\n")
            block, held, size = block[last + 1 :], [], 0
        held.append(block)
        size += len(block)
        if size > limit:
            skipped, held, size = size, [], 0
        yield text, lines
    if skipped:
        yield None, [skipped]
    elif size:
        whole = b"".join(held)
        yield whole, [whole]


def _decompressed(raw: IO[bytes], suffix: str) -> Callable[[int], bytes]:
    if suffix == ".gz":
        return gzip.GzipFile(fileobj=raw).read
    if suffix == ".zst":
        pieces = _unzstd(raw)
        return lambda _: next(pieces, b"")
    return raw.read


def _unzstd(raw: IO[bytes]) -> Iterator[bytes]:
    """Unpack one frame after the other. The package's own reader takes a cut file for a whole."""
    zstandard = needed("zstandard", "zst", "read .zst files")
    frame = None
    packed = raw.read(_PACKED)
    while packed:
        frame = frame or zstandard.ZstdDecompressor().decompressobj()
        piece = frame.decompress(packed)
        if piece:
            yield piece
        packed = b""
        if frame.eof:
            packed, frame = frame.unused_data, None
        packed = packed or raw.read(_PACKED)
    if frame is not None:
        raise EOFError("the file ends in the middle of a frame")


def _csv(path: Path, limit: int) -> Iterator[Batch]:
    # A cell may be as long as a row may; the module's own limit is 128 KiB, and it is global.
    csv.field_size_limit(max(csv.field_size_limit(), limit))
    # Bytes that are not UTF-8 become halves of surrogate pairs, which the check of a row finds.
    with (
        _reading(path),
        path.open("rb") as raw,
        io.TextIOWrapper(raw, "utf-8-sig", "surrogateescape", newline="") as file,
    ):
        reader = csv.DictReader(file, strict=True)
        rows: list[tuple[int, Any]] = []
        while True:
            row = next(reader, None)
            if row is not None:
                # The reader says where a row ends; a cell can hold line ends.
                cells = (cell for cell in row.values() if isinstance(cell, str))
                within = sum(len(_LINE_END.findall(cell)) for cell in cells)
                rows.append((reader.line_num - within, row))
            if rows and (row is None or len(rows) >= _ROWS):
                yield Batch(None, rows, raw.tell())
                rows = []
            if row is None:
                return


def _parquet(path: Path) -> Iterator[Batch]:
    parquet = needed("pyarrow.parquet", "parquet", "read .parquet files")
    with _reading(path), parquet.ParquetFile(path) as file:
        done, total, size = 0, max(file.metadata.num_rows, 1), path.stat().st_size
        for batch in file.iter_batches(batch_size=_ROWS):
            rows = list(enumerate(batch.to_pylist(), done + 1))
            done += len(rows)
            yield Batch(None, rows, size * done // total)


def _numbered(rows: Iterator[Any]) -> Iterator[Batch]:
    done = 0
    while piece := list(islice(rows, _ROWS)):
        numbered = list(enumerate(piece, done + 1))
        done += len(piece)
        yield Batch(None, numbered, done)


def without_bom(line: bytes) -> bytes:
    """Take the byte order mark off a file's first line."""
    return line.removeprefix(BOM)


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, EOFError, zlib.error, csv.Error) as error:
        if isinstance(error, InputFileError):
            raise
        raise InputFileError(
            f"{path} cannot be read to its end: {error}.",
            path=str(path),
            errno=getattr(error, "errno", None),
        ) from error
    except Exception as error:
        # zstandard.ZstdError and pyarrow.ArrowInvalid, without importing either.
        if type(error).__module__.partition(".")[0] in {"zstandard", "pyarrow"}:
            raise InputFileError(f"{path} cannot be read: {error}.", path=str(path)) from error
        raise

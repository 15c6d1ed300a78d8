"""What can be given to ``upload``: looked at once, in the beginning, before anything is read."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from .. import names
from ..errors import InvalidArgumentError
from ..flow import Flow
from ..records import dataclass
from .content import CHUNK_BYTES, BytesContent, Content, of_descriptor, of_path
from .spool import RowEncoder, Spool, spooled

_KINDS = "a path, bytes, a file opened with 'rb', or an iterable of dicts"


@dataclass(frozen=True)
class Input:
    """Something to upload.

    Attributes:
        name: What the API will call it.
        file_type: Its format.
        open: Makes its bytes ready to be read; may take a while.
    """

    name: str
    file_type: str
    open: Callable[[], Flow[Content]]


def read_input(file: object, filename: object = None, file_type: object = None) -> Input:
    """Say what was given to be uploaded.

    Args:
        file: See ``Files.upload``.
        filename: The name to give it; None for one made of ``file``.
        file_type: Its format; None for that which its name tells.

    Raises:
        InputFileError: A path or an open file that cannot be uploaded.
        InvalidArgumentError: Anything else that cannot be.
    """
    named = None if filename is None else names.check_filename(filename)
    if isinstance(file, (bytes, bytearray, memoryview)):
        kind = names.file_type_of(Path(named or ""), file_type)
        return Input(named or f"upload.{kind}", kind, _bytes(file))
    if isinstance(file, (str, os.PathLike)):
        path = names.input_file(file)
        name = named or names.presentable(path.name)
        return Input(name, names.file_type_of(Path(name), file_type), lambda: _path(path))
    if hasattr(file, "read"):
        own = _own_name(file)
        kind = names.file_type_of(Path(named or own or ""), file_type)
        return Input(named or own or f"upload.{kind}", kind, _open_file(file, own))
    if isinstance(file, Iterable) and not isinstance(file, Mapping):
        kind = _rows_type(file_type)
        return Input(named or "rows.jsonl", kind, lambda: _rows(file))
    hint = " Async iterables are for AsyncTogether." if isinstance(file, AsyncIterable) else ""
    raise InvalidArgumentError(f"file must be {_KINDS}, not {type(file).__name__}.{hint}")


async def read_async_input(
    file: object, filename: object = None, file_type: object = None
) -> Input:
    """Say what was given, an async iterable of rows too, which is read to its end here."""
    if not isinstance(file, AsyncIterable) or hasattr(file, "read"):
        return read_input(file, filename, file_type)
    named = None if filename is None else names.check_filename(filename)
    kind = _rows_type(file_type)
    content = await _collect(file)
    return Input(named or "rows.jsonl", kind, lambda: _ready(content))


async def _collect(rows: AsyncIterable[Any]) -> Content:
    from ..http.worker import in_worker

    encode = RowEncoder()
    spool = Spool("the rows given")
    try:
        pending, size = [], 0
        async for row in rows:
            line = encode(row)
            pending.append(line)
            size += len(line)
            if size >= CHUNK_BYTES:
                await in_worker(partial(spool.write, b"".join(pending)))
                pending, size = [], 0
        spool.write(b"".join(pending))
        await in_worker(spool.flush)
        # Not in there: of what a cancelled worker returns no one would hear, nor close it.
        return spool.content()
    finally:
        spool.close()
        if isinstance(rows, AsyncIterator) and hasattr(rows, "aclose"):
            await rows.aclose()


def _rows_type(file_type: object) -> str:
    kind = names.file_type_of(Path("rows.jsonl"), file_type)
    if kind != "jsonl":
        raise InvalidArgumentError(f"rows are written as jsonl, not as {kind}.")
    return kind


def _ready(content: Content) -> Flow[Content]:
    yield from ()
    return content


def _path(path: Path) -> Flow[Content]:
    return _ready(of_path(path))


def _rows(rows: Iterable[object]) -> Flow[Content]:
    return spooled("the rows given", lambda: map(RowEncoder(), rows))


def _bytes(data: bytes | bytearray | memoryview) -> Callable[[], Flow[Content]]:
    if isinstance(data, bytes):
        content = BytesContent(data)
        return lambda: _ready(content)
    try:
        view = memoryview(data).cast("B")
    except (TypeError, ValueError):  # the latter: it was released
        raise InvalidArgumentError("a memoryview must be contiguous to be uploaded.") from None
    if not view:
        BytesContent(b"")  # says that it is empty

    # Someone may write to it meanwhile, so a copy is sent, and that copy is on the disk.
    def slices() -> Iterator[memoryview]:
        for at in range(0, len(view), CHUNK_BYTES):
            yield view[at : at + CHUNK_BYTES]

    return lambda: spooled("the bytes given", slices)


def _own_name(file: Any) -> str | None:
    name = getattr(file, "name", None)
    # An int is a descriptor's number, "<stdin>" what Python calls one.
    if not isinstance(name, str) or not name or name.startswith("<"):
        return None
    return names.presentable(os.path.basename(name)) or None


def _open_file(file: Any, name: str | None) -> Callable[[], Flow[Content]]:
    label = f"the open file {name}" if name else "the open file"
    if getattr(file, "closed", False):
        raise InvalidArgumentError(f"{label} is closed.")
    if isinstance(file, io.TextIOBase) or hasattr(file, "encoding"):
        raise InvalidArgumentError(f"{label} is in text mode; open it with 'rb'.")
    readable = True
    with suppress(AttributeError):  # not every object with read() has it
        readable = file.readable()
    if not readable:
        raise InvalidArgumentError(f"{label} is not open for reading.")
    found = _regular(file)
    if found is not None:
        descriptor, offset = found
        return lambda: _ready(of_descriptor(descriptor, label, offset=offset, digest=None))

    def pieces() -> Iterator[bytes]:
        # Only b"" is the end: None is a file that does not block, and has nothing just now.
        while (data := file.read(CHUNK_BYTES)) != b"":
            if data is None:
                raise InvalidArgumentError(
                    f"{label} does not block, so where it ends cannot be told; "
                    "os.set_blocking(file.fileno(), True) makes it wait for its bytes."
                )
            if not isinstance(data, bytes):
                raise InvalidArgumentError(
                    f"read() of {label} gives {type(data).__name__}, not bytes."
                )
            yield data

    return lambda: spooled(label, pieces)


def _regular(file: Any) -> tuple[int, int] | None:
    """The descriptor and position of a file that can be read in place."""
    raw = getattr(file, "raw", file)
    # By its very type: a GzipFile has a descriptor too, of bytes that are not its content.
    plain = type(file) in (io.BufferedReader, io.BufferedRandom, io.FileIO)
    if not plain or type(raw) is not io.FileIO:
        return None
    if isinstance(file, io.BufferedRandom):
        file.flush()
    descriptor = file.fileno()
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        return None
    return descriptor, file.tell()

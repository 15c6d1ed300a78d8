"""What the methods of ``client.files`` are given, checked before anything is done."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any, Literal

from . import names, operations
from .errors import InvalidArgumentError
from .progress import Meter, ProgressCallback, open_bar
from .transfer.journal import Identity
from .transfer.options import STALL_TIMEOUT
from .transfer.options import Options as DownloadOptions
from .transfer.parts import check_sizes
from .transfer.source import Source

if TYPE_CHECKING:
    from together_openapi.types import Unset

    from .client import AsyncTogether, Together
    from .transfer.upload import Options

    # What `job.output_file_id` can be. None and Unset get an InvalidArgumentError that says why.
    FileId = str | None | Unset
FileTypeName = Literal["jsonl", "csv", "parquet"]
Row = Mapping[str, Any]
Uploadable = str | os.PathLike[str] | bytes | bytearray | memoryview | IO[bytes] | Iterable[Row]


def upload_options(
    client: Together | AsyncTogether,
    purpose: object,
    threshold: object,
    part_size: object,
    width: object,
    progress: ProgressCallback | bool | None,
) -> Options:
    """Check what can be checked before anything is read."""
    from .transfer.upload import Options

    open_bar(progress, "")
    return Options(
        client.base_url,
        names.check_purpose(purpose),
        *check_sizes(threshold, part_size, width),
        client._key.account,
    )


def download_options(
    client: Together | AsyncTogether,
    max_connections: int,
    wait: float,
    stall_timeout: float | None,
    min_speed: float,
    durable: bool,
) -> DownloadOptions:
    """Return how a download is to be done."""
    if stall_timeout is None and client.timeout is None:
        stall_timeout = STALL_TIMEOUT
    return DownloadOptions(max_connections, wait, stall_timeout, min_speed, durable)


def work_of(
    client: Together | AsyncTogether, ids: Iterable[object], directory: object, on_error: object
) -> list[tuple[Source, str]]:
    """Return which files go where."""
    if on_error not in {"collect", "raise"}:
        raise InvalidArgumentError(f"on_error must be 'collect' or 'raise', not {on_error!r}.")
    if isinstance(ids, (str, bytes)):
        raise InvalidArgumentError("ids must be several ids, not one; give a list.")
    root = names.directory(directory)
    found: dict[str, Source] = {}
    for id in ids:
        source = source_of(client, id)
        name = names.default_name(source.id)
        other = found.setdefault(name, source)
        if other.id != source.id:
            raise InvalidArgumentError(
                f"{other.id!r} and {source.id!r} would both be {name}; download one of them "
                "with retrieve_content(id, output=...)."
            )
    return [(source, os.path.join(root, name)) for name, source in found.items()]


def source_of(client: Together | AsyncTogether, id: object) -> Source:
    """Return where a file comes from."""
    checked = names.check_id(id)
    return Source(
        Identity(client.base_url, checked),
        operations.retrieve_file_content,
        operations.retrieve_file,
    )


@contextmanager
def metered(progress: ProgressCallback | bool | None, label: str) -> Iterator[Meter]:
    """Have a meter that tells whoever wants to be told."""
    bar = open_bar(progress, label)
    tell = bar if bar is not None else progress if callable(progress) else None
    try:
        yield Meter(tell)
    finally:
        if bar is not None:
            bar.close()

"""From a source to shards: every row read, checked and laid into a file, once.

The table under its final name is the sign that preparation is complete. Until then everything is
made from the start, and the same input gives the same shards, byte for byte. Once it is there it is
only compared with the input: that of another run is refused, because jobs may have been paid for.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import (
    InputChangedError,
    InvalidArgumentError,
    InvalidRowsError,
    OutputError,
)
from .building import OnInvalid, build, check_shard, hash_file
from .check import Problem, Rules
from .reading import Reading
from .room import Room
from .shard import Limits, Shard
from .source import open_source
from .steps import Step, Steps
from .table import Table
from .template import Maker, compile_template

MakeRequest = Callable[[Mapping[str, Any]], Any] | Mapping[str, Any]


@dataclass(frozen=True)
class Prepared:
    """What preparation came to.

    Attributes:
        rows: Rows given.
        skipped: Those of them that cannot be sent (only with ``on_invalid="skip"``).
        problems: What is wrong with them, the first 100.
        digest: Sha256 of the input, in hex.
        shards: The files to send, those of the first attempt.
    """

    rows: int
    skipped: int
    problems: tuple[Problem, ...]
    digest: str
    shards: tuple[Shard, ...]

    @property
    def bytes(self) -> int:
        """Bytes to upload."""
        return sum(shard.size for shard in self.shards)


def prepare(
    source: object,
    room: Room,
    *,
    endpoint: str,
    model: str | None = None,
    make_request: MakeRequest | None = None,
    limits: Limits | None = None,
    on_invalid: OnInvalid = "raise",
    keep_columns: bool | Sequence[str] = (),
) -> Steps[Prepared]:
    r"""Read a source, check every row, and write the shards. Nothing is sent.

    Called again for the same input it gives the same result without writing anything anew; the
    limits of the first time hold.

    Args:
        source: A path (``.jsonl``, ``.jsonl.gz``, ``.jsonl.zst``, ``.csv``, ``.parquet``), an
            iterable of dicts, a pandas or polars frame, an Arrow table, a Hugging Face dataset.
        room: Where to work.
        endpoint: The endpoint of all rows.
        model: The model of rows that name none.
        make_request: Makes a request of a row: a function of the row (a dict), or a template as in
            ``{"messages": [{"role": "user", "content": "{question}"}]}``. What it makes is the
            body, or the whole ``{"custom_id": …, "body": …}``. None for rows that are requests.
        limits: Of a shard; by default 100 MB and 50,000 rows.
        on_invalid: ``"raise"`` if any row cannot be sent, or ``"skip"`` those: they end as
            ``error`` in the results.
        keep_columns: Names of the rows' own columns to have in the results; True for all.

    Returns:
        The work, in steps.

    Raises:
        InvalidArgumentError: An argument that cannot be, or a source without rows.
        InvalidRowsError: Rows cannot be sent (``on_invalid="raise"``); nothing is left.
        InputChangedError: The room belongs to other input.
        InputFileError: The file cannot be read.
        OutputError: The room cannot be written.

    Example:
        >>> rows = [{"body": {"model": "m", "messages": []}}]
        >>> room = Room("results.run")                                       # doctest: +SKIP
        >>> prepare(rows, room, endpoint="/v1/chat/completions").run().rows  # doctest: +SKIP
        1
    """
    if on_invalid not in ("raise", "skip"):
        raise InvalidArgumentError(f"on_invalid must be 'raise' or 'skip', not {on_invalid!r}.")
    if model is not None and (not isinstance(model, str) or not model):
        raise InvalidArgumentError(f"model must be a non-empty str, not {model!r}.")
    if isinstance(keep_columns, str):
        raise InvalidArgumentError(f"keep_columns must be names, as in [{keep_columns!r}].")
    limits = limits or Limits()
    maker: Maker | None
    if make_request is None or callable(make_request):
        maker = make_request
    else:
        maker = compile_template(make_request)
    opened = open_source(source)
    columns = keep_columns if isinstance(keep_columns, bool) else tuple(keep_columns)
    # What a function makes can change while the file stays as it is; only what it made tells.
    hashed = opened.path if not callable(make_request) else None
    rules = Rules(endpoint, model, limits.row_bytes)
    reading = Reading(opened, rules, maker, columns, digest=hashed is None)
    options = {
        "endpoint": endpoint,
        "model": model,
        "make_request": "a function" if callable(make_request) else make_request,
        "keep_columns": columns if isinstance(columns, bool) else list(columns),
    }
    return Steps(_prepare(room, reading, hashed, options, limits, on_invalid))


def _prepare(
    room: Room,
    reading: Reading,
    hashed: Path | None,
    options: Mapping[str, Any],
    limits: Limits,
    on_invalid: OnInvalid,
) -> Generator[Step, None, Prepared]:
    room.make()
    if not room.table.exists():
        yield from build(room, reading, hashed, options, limits, on_invalid)
    else:
        yield from _compare(room, reading, hashed, options)
    prepared = load(room)
    if prepared.skipped and on_invalid == "raise":
        raise InvalidRowsError(prepared.problems, prepared.skipped)
    return prepared


def load(room: Room) -> Prepared:
    """Return what an earlier preparation came to, without looking at the input.

    Raises:
        OutputError: It was not completed, or its files are damaged.
    """
    if not room.table.exists():
        raise OutputError(
            f"{room.directory} holds no prepared run: give the rows to batches.run again.",
            path=str(room.directory),
        )
    table = Table(room.table, room.shards)
    try:
        known = table.get("prepared")
        shards = tuple(table.shards(attempt=1))
    finally:
        table.close()
    problems = tuple(Problem(**problem) for problem in known["problems"])
    return Prepared(known["rows"], known["skipped"], problems, known["digest"], shards)


def _compare(
    room: Room, reading: Reading, hashed: Path | None, options: Mapping[str, Any]
) -> Generator[Step, None, None]:
    table = Table(room.table, room.shards)
    try:
        known, before = table.get("prepared"), table.get("options")
        shards = table.shards()
    finally:
        table.close()
    for name, value in json.loads(json.dumps(options)).items():
        if before[name] != value:
            raise _other_input(room, f"{name} was {before[name]!r} and is {value!r}")
    if hashed is not None:
        digest = yield from hash_file(hashed)
    else:
        for block in reading.blocks():
            yield Step("prepare", block.done, reading.source.total)
        digest = reading.digest()
    if digest != known["digest"]:
        raise _other_input(room, "the rows are not the same")
    for shard in shards:
        yield from check_shard(room, shard)


def _other_input(room: Room, why: str) -> InputChangedError:
    return InputChangedError(
        f"{room.directory} belongs to a run of other input: {why}. Give the same rows to go on "
        "with that run, or another output for a new one.",
        path=str(room.directory),
    )

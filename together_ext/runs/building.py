"""The building of a room: the source read, the shards written, and the table put in place last."""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

from ..errors import InputFileError, InvalidArgumentError, InvalidRowsError, OutputError
from .check import Problem
from .distinct import Distinct
from .reading import Reading
from .room import Room, disk_errors, put_in_place
from .shard import Limits, Shard
from .steps import Step
from .table import Table
from .writing import ShardWriter, add_problems, add_rows, find_doubles, rewrite

OnInvalid = Literal["raise", "skip"]
SHOWN = 100  # problems kept word by word; all are counted
_BLOCK = 4 * 1024 * 1024  # read at once for the checksum


def build(
    room: Room,
    reading: Reading,
    hashed: Path | None,
    options: Mapping[str, Any],
    limits: Limits,
    on_invalid: OnInvalid,
) -> Generator[Step, None, None]:
    """Read the source once, and leave a complete room or an untouched one.

    Args:
        room: Where.
        reading: The way through the source.
        hashed: The file whose hash tells the input again; None where what is made of it does.
        options: What else tells it.
        limits: How large a shard may be.
        on_invalid: Whether rows that cannot be sent are left out, or refused all.
    """
    part = room.table.with_name(room.table.name + ".part")
    with disk_errors(room.directory):
        for left in (*room.shards.iterdir(), *Distinct.leftovers(room.directory)):
            left.unlink()
        part.unlink(missing_ok=True)
    table = Table(part, room.shards, create=True)
    writers = [ShardWriter(room, table, limits, suffix=".part")]
    distinct = Distinct(room.directory)
    before = None if hashed is None else _stamp(hashed)
    finished = False
    try:
        problems: list[Problem] = []
        skipped = 0
        for block in reading.blocks():
            # Around the writing alone: an OSError of the source is no fault of the room.
            with disk_errors(room.directory), table.transaction():
                add_rows(table, writers[0], block.rows)
                add_problems(table, block.problems)
                distinct.add([id for _, _, _, id, *_ in block.rows])
            skipped += len(block.problems)
            problems += block.problems[: max(0, SHOWN - len(problems))]
            yield Step("prepare", block.done, reading.source.total)
        if not reading.given:
            if reading.source.path is not None:
                raise InvalidArgumentError(f"{reading.source.path} holds no rows.")
            raise InvalidArgumentError("the source holds no rows (a generator gives them once).")
        suspects = distinct.suspects()
        if suspects:
            doubles, names = yield from find_doubles(table, suspects)
            skipped += len(doubles)
            problems = sorted([*problems, *doubles[:SHOWN]], key=lambda problem: problem.index)
            if doubles or names:
                writers.append(ShardWriter(room, table, limits, suffix=".again.part"))
                old = writers[0].close()
                dropped = {problem.index for problem in doubles}
                with disk_errors(room.directory), table.transaction():
                    yield from rewrite(table, old, writers[1], dropped, names)
                    add_problems(table, doubles)
        problems = problems[:SHOWN]
        if skipped and on_invalid == "raise":
            raise InvalidRowsError(tuple(problems), skipped)
        with disk_errors(room.directory):
            writers[-1].finish()
        digest = reading.digest()
        if hashed is not None:
            digest = yield from hash_file(hashed)
            if _stamp(hashed) != before:
                raise InputFileError(
                    f"{hashed} changed while it was read; run again when it is finished.",
                    path=str(hashed),
                )
        table.put("options", options)
        table.put(
            "prepared",
            {
                "rows": reading.given,
                "skipped": skipped,
                "problems": [asdict(problem) for problem in problems],
                "digest": digest,
            },
        )
        table.close()
        with disk_errors(room.directory):
            if len(writers) > 1:
                writers[0].discard()
            put_in_place(part, room.table)
        finished = True
    finally:
        distinct.discard()
        if not finished:
            table.close()
            for writer in writers:
                writer.discard()
            for left in room.shards.iterdir():
                left.unlink()
            part.unlink(missing_ok=True)


def hash_file(path: Path) -> Generator[Step, None, str]:
    """Return the sha256 of a file, in hex."""
    digest = hashlib.sha256()
    done, size = 0, path.stat().st_size
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            done += len(block)
            yield Step("prepare", done, size)
    return digest.hexdigest()


def check_shard(room: Room, shard: Shard) -> Generator[Step, None, None]:
    """See that a shard is the file that was written, before anything is made of it.

    Raises:
        OutputError: It is not.
    """
    found = ""
    if shard.path.exists():
        found = yield from hash_file(shard.path)
    if found != shard.sha256:
        raise OutputError(
            f"{shard.path} is not what was written there. Remove {room.table} and give the same "
            "input again: the shards are made anew, and no job is made twice.",
            path=str(shard.path),
        )


def _stamp(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    return found.st_size, found.st_mtime_ns, found.st_ino

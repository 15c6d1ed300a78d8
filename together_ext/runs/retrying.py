"""Rows that are asked again, in shards of their own."""

from __future__ import annotations

from collections.abc import Generator
from typing import IO

from .building import check_shard
from .room import Room, disk_errors
from .shard import Limits, Shard
from .steps import Step
from .table import ERROR, MISSING, Table
from .writing import ShardWriter

_ROWS = (
    "SELECT idx, shard, start, size FROM rows WHERE idx > ? AND retry = 1 AND attempts > 0 "
    "AND status IN (?, ?) AND shard IN (SELECT number FROM shards WHERE attempt = ?) "
    "ORDER BY idx LIMIT 2000"
)


def retry(
    room: Room, table: Table, limits: Limits, attempt: int
) -> Generator[Step, None, list[Shard]]:
    """Lay rows into new shards; see ``Outcomes.retry_shards``."""
    known = table.shards(attempt)
    if known:
        return known
    shards = {shard.number: shard for shard in table.shards()}
    writer = ShardWriter(room, table, limits, attempt=attempt, first=max(shards, default=0) + 1)
    files: dict[int, IO[bytes]] = {}
    sound: set[int] = set()
    after, done, finished = -1, 0, False
    try:
        # One transaction over all steps, so that a row is in its old shard or in its new one.
        with disk_errors(room.shards), table.transaction():
            while page := table.db.execute(_ROWS, (after, MISSING, ERROR, attempt - 1)).fetchall():
                moved = []
                for after, number, start, size in page:
                    if number not in sound:
                        yield from check_shard(room, shards[number])
                        sound.add(number)
                    if number not in files:
                        for file in files.values():
                            file.close()
                        files = {number: shards[number].path.open("rb")}
                    files[number].seek(start)
                    line = files[number].read(size)
                    moved.append((*writer.add(after, shards[number].model, line), after))
                writer.flush()
                table.db.executemany("UPDATE rows SET shard = ?, start = ? WHERE idx = ?", moved)
                done += len(page)
                yield Step("retry", done)
            made = writer.finish()
        finished = True
    finally:
        for file in files.values():
            file.close()
        if not finished:
            writer.discard()
    return made

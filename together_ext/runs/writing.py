"""Requests to shard files and to the table, and the second way where ids are there twice."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Generator, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from .check import Problem, made_id, with_id
from .reading import Row
from .room import Room, put_in_place
from .shard import Limits, Packer, Shard
from .steps import Step
from .table import ERROR, Table

_OPEN = 64  # files open at once; an input with more models opens and closes
_PAUSE = 2000  # rows between two steps


@dataclass
class _Growing:
    """A shard while rows are added to it."""

    model: str
    path: Path
    members: array[int] = field(default_factory=lambda: array("q"))
    pending: list[bytes] = field(default_factory=list)
    size: int = 0
    digest: hashlib._Hash = field(default_factory=hashlib.sha256)
    file: IO[bytes] | None = None

    def flush(self) -> None:
        if self.pending:
            self.pending.append(b"")
            data = b"\n".join(self.pending)
            self.pending = []
            self.digest.update(data)
            self.size += len(data)
            if self.file is None:
                self.file = self.path.open("ab")
            self.file.write(data)

    def close(self) -> None:
        self.flush()
        if self.file is not None:
            self.file.close()
            self.file = None


class ShardWriter:
    """Lays lines into shard files. Each that is full is put into the table, and forgotten.

    Args:
        room: Where.
        table: Where the shards are noted.
        limits: How large a shard may be.
        attempt: The attempt they are for.
        first: The number of the first.
        suffix: Put after the names until :meth:`finish` takes it off.
    """

    def __init__(
        self,
        room: Room,
        table: Table,
        limits: Limits,
        *,
        attempt: int = 1,
        first: int = 1,
        suffix: str = ".part",
    ) -> None:
        self._room = room
        self._table = table
        self._packer = Packer(limits, first)
        self._attempt = attempt
        self._suffix = suffix
        self._growing: dict[int, _Growing] = {}
        self._made: list[tuple[Shard, Path]] = []

    def add(self, index: int, model: str, line: bytes) -> tuple[int, int]:
        """Add a line; return its shard's number and where in it the line starts."""
        number, start, full = self._packer.place(model, len(line) + 1)
        if full is not None:
            self._end(full)
        shard = self._growing.get(number)
        if shard is None:
            path = self._room.shard(number)
            path = path.with_name(path.name + self._suffix)
            path.unlink(missing_ok=True)
            shard = self._growing[number] = _Growing(model, path)
        shard.pending.append(line)
        shard.members.append(index)
        return number, start

    def flush(self) -> None:
        """Write what is held."""
        for shard in self._growing.values():
            shard.flush()
        if len(self._growing) > _OPEN:
            for shard in self._growing.values():
                shard.close()

    def close(self) -> list[tuple[Shard, Path]]:
        """Close the files, and return where they are for now."""
        for number in list(self._growing):
            self._end(number)
        self._made.sort(key=lambda made: made[0].number)
        return self._made

    def finish(self) -> list[Shard]:
        """Close the files and give them their names, each once it is on the disk."""
        for shard, path in self.close():
            put_in_place(path, shard.path)
        return [shard for shard, _ in self._made]

    def discard(self) -> None:
        """Close the files and remove them."""
        for shard in self._growing.values():
            if shard.file is not None:
                shard.file.close()
            shard.path.unlink(missing_ok=True)
        for _, path in self._made:
            path.unlink(missing_ok=True)

    def _end(self, number: int) -> None:
        shard = self._growing.pop(number)
        shard.close()
        made = Shard(
            number,
            self._attempt,
            self._room.shard(number),
            len(shard.members),
            shard.size,
            shard.digest.hexdigest(),
            shard.model,
        )
        self._table.add_shard(made, shard.members)
        self._made.append((made, shard.path))


def add_rows(table: Table, writer: ShardWriter, rows: Iterable[Row]) -> None:
    """Put requests into shards and into the table."""
    values = []
    for index, number, offset, id, made, model, line, columns in rows:
        shard, start = writer.add(index, model, line)
        values.append((index, id, made, number, offset, shard, start, len(line), columns))
    writer.flush()
    table.db.executemany(
        "INSERT INTO rows (idx, custom_id, made, line, at, shard, start, size, columns) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        values,
    )


def add_problems(table: Table, problems: Iterable[Problem]) -> None:
    """Put rows that cannot be sent into the table: they end as errors."""
    table.db.executemany(
        "INSERT OR REPLACE INTO rows (idx, custom_id, line, at, status, code, message) "
        "VALUES (?, ?, ?, ?, ?, 'invalid_row', ?)",
        ((p.index, p.custom_id, p.line, p.offset, ERROR, p.message) for p in problems),
    )


def find_doubles(
    table: Table, suspects: set[int]
) -> Generator[Step, None, tuple[list[Problem], dict[int, str]]]:
    """Look at the ids themselves of which a hash came twice.

    Returns:
        The rows whose id was used before, and new ids for rows whose id was made and is also one
        that was given.
    """
    seen: dict[str, tuple[int, int, bool]] = {}  # id: index, line, made
    doubles: list[Problem] = []
    renamed: list[tuple[int, str]] = []
    query = "SELECT idx, custom_id, made, line, at FROM rows WHERE shard NOT NULL ORDER BY idx"
    for done, (index, id, made, line, at) in enumerate(table.db.execute(query)):
        if done % _PAUSE == 0:
            yield Step("prepare", done)
        if hash(id) not in suspects:
            continue
        if id not in seen:
            seen[id] = index, line, bool(made)
            continue
        first, first_line, first_made = seen[id]
        if made:
            renamed.append((index, id))
        elif first_made:
            renamed.append((first, id))
            seen[id] = index, line, False
        else:
            where = "row" if at is None else "line"
            message = f"custom_id {id!r} is used before, in {where} {first_line}"
            doubles.append(Problem(index, line, at, id, message))
    names: dict[int, str] = {}
    for index, _ in renamed:
        again = 1
        while _taken(table, made_id(index, again)):
            again += 1
        names[index] = made_id(index, again)
    return doubles, names


def _taken(table: Table, id: str) -> bool:
    query = "SELECT 1 FROM rows WHERE custom_id = ? LIMIT 1"
    return table.db.execute(query, (id,)).fetchone() is not None


def rewrite(
    table: Table,
    old: list[tuple[Shard, Path]],
    writer: ShardWriter,
    dropped: set[int],
    names: dict[int, str],
) -> Generator[Step, None, None]:
    """Lay all rows but the dropped ones into new shards, from the old ones."""
    table.db.execute("DELETE FROM shards")
    paths = {shard.number: path for shard, path in old}
    models = {shard.number: shard.model for shard, _ in old}
    files: dict[int, IO[bytes]] = {}
    values: list[tuple[str, int, int, int, int]] = []
    query = (
        "SELECT idx, custom_id, shard, start, size FROM rows "
        "WHERE shard NOT NULL AND idx > ? ORDER BY idx LIMIT ?"
    )

    def save() -> None:
        writer.flush()
        table.db.executemany(
            "UPDATE rows SET custom_id = ?, shard = ?, start = ?, size = ? WHERE idx = ?", values
        )
        values.clear()

    try:
        after = -1
        while True:
            page = table.db.execute(query, (after, _PAUSE)).fetchall()
            for index, given, number, start, size in page:
                after = index
                if index in dropped:
                    continue
                if number not in files:
                    if len(files) >= _OPEN:
                        files.pop(next(iter(files))).close()
                    files[number] = paths[number].open("rb")
                files[number].seek(start)
                line = files[number].read(size)
                id = names.get(index, given)
                if id != given:
                    line = with_id(line, id)
                shard, at = writer.add(index, models[number], line)
                values.append((id, shard, at, len(line), index))
            save()
            if not page:
                return
            yield Step("prepare", after + 1)
    finally:
        for file in files.values():
            file.close()

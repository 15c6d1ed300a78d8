"""The rows on disk: one SQLite table from the preparation to the merge.

It is derived: the shards follow from the input, the outcomes from the answer files. So losing the
last moments of it in a power cut loses nothing, and it is written without waiting for the disk at
each step. What must never be forgotten (which jobs were paid for) is in the ledger.
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from ..errors import OutputError
from .shard import Shard

# Raised whenever tables or their meaning change; a table of another version is not read.
VERSION = 1

MISSING, OK, ERROR, DUPLICATE = 0, 1, 2, 3
STATUSES = ("missing", "ok", "error", "duplicate")

_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE shards (
    number INTEGER PRIMARY KEY, attempt INTEGER NOT NULL, rows INTEGER NOT NULL,
    size INTEGER NOT NULL, sha256 TEXT NOT NULL, model TEXT NOT NULL,
    members BLOB NOT NULL     -- idx of each of its rows, in order, as 64-bit integers
);
CREATE TABLE rows (
    idx INTEGER PRIMARY KEY,  -- the row's place in the input, from 0
    custom_id TEXT, made INTEGER,                           -- made: it was not given
    line INTEGER NOT NULL, at INTEGER,                      -- where it is in the source
    shard INTEGER, start INTEGER, size INTEGER,             -- the request's line; none if skipped
    columns BLOB,                                           -- the caller's own, as JSON
    status INTEGER NOT NULL DEFAULT 0, retry INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    answer INTEGER, answer_start INTEGER, answer_size INTEGER,  -- the answer's line
    code TEXT, message TEXT                                 -- of an error
);
CREATE TABLE jobs (
    id TEXT PRIMARY KEY, number INTEGER NOT NULL, shard INTEGER NOT NULL, status TEXT NOT NULL,
    ok INTEGER NOT NULL, error INTEGER NOT NULL, missing INTEGER NOT NULL,
    duplicate INTEGER NOT NULL, strays INTEGER NOT NULL, bytes INTEGER NOT NULL,
    answers INTEGER NOT NULL, uncounted INTEGER NOT NULL,
    prompt_tokens INTEGER NOT NULL, completion_tokens INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE answers (number INTEGER PRIMARY KEY, job TEXT NOT NULL, path TEXT NOT NULL);
"""


class Table:
    """The table of one run.

    Args:
        path: The database.
        shards: The directory of the shard files.
        create: Make it new, without safety: it is renamed into its place when it is whole.
    """

    def __init__(self, path: Path, shards: Path, *, create: bool = False) -> None:
        self.path = path
        self._shards = shards
        with self.errors():
            # Steps may run in one worker thread after the other, never in two at once.
            self.db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        try:
            self._open(create)
        except BaseException:
            self.close()
            raise

    def _open(self, create: bool) -> None:
        with self.errors():
            self.db.execute("PRAGMA cache_size=-16000")
            if create:
                self.db.execute("PRAGMA journal_mode=OFF")
                self.db.execute("PRAGMA synchronous=OFF")
                self.db.executescript(_SCHEMA)
                self.put("version", VERSION)
            else:
                self.db.execute("PRAGMA journal_mode=WAL")
                self.db.execute("PRAGMA synchronous=NORMAL")
        if not create and self.get("version") != VERSION:
            raise OutputError(
                f"{self.path} was written by another version of this library; finish the run with "
                "that one, or remove the directory to begin anew (its jobs are not forgotten by "
                "the API: see batches.list()).",
                path=str(self.path),
            )

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Turn what SQLite says into this library's errors."""
        try:
            yield
        except sqlite3.Error as error:
            if "full" in str(error) or "disk I/O" in str(error):
                raise OutputError(
                    f"{self.path} cannot be written now: {error}. Nothing is lost; mend that, and "
                    "go on.",
                    path=str(self.path),
                ) from error
            raise OutputError(
                f"{self.path} cannot be used ({error}); it is made anew from the input and the "
                "answers if it is removed.",
                path=str(self.path),
            ) from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Do all of it or nothing."""
        with self.errors():
            self.db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self.db.execute("ROLLBACK")
                raise
            self.db.execute("COMMIT")

    def put(self, key: str, value: Any) -> None:
        """Keep a JSON value."""
        with self.errors():
            self.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, json.dumps(value)))

    def get(self, key: str) -> Any:
        """Return a JSON value; None where there is none."""
        with self.errors():
            found = self.db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if found is None else json.loads(found[0])

    def add_shard(self, shard: Shard, members: array[int]) -> None:
        """Keep a shard and which rows it holds."""
        with self.errors():
            self.db.execute(
                "INSERT INTO shards VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    shard.number,
                    shard.attempt,
                    shard.rows,
                    shard.size,
                    shard.sha256,
                    shard.model,
                    members.tobytes(),
                ),
            )

    def shards(self, attempt: int | None = None) -> list[Shard]:
        """Return the shards, of one attempt or of all, by number."""
        query = "SELECT number, attempt, rows, size, sha256, model FROM shards"
        query += " WHERE attempt = ?" if attempt is not None else ""
        with self.errors():
            found = self.db.execute(
                f"{query} ORDER BY number", () if attempt is None else (attempt,)
            )
            return [
                Shard(number, a, self._shards / f"{number:05d}.jsonl", rows, size, sha256, model)
                for number, a, rows, size, sha256, model in found
            ]

    def members(self, number: int) -> array[int]:
        """Return the places in the input of a shard's rows."""
        members = array("q")
        with self.errors():
            found = self.db.execute(
                "SELECT members FROM shards WHERE number = ?", (number,)
            ).fetchone()
        members.frombytes(found[0])
        return members

    def some(self, members: array[int]) -> Iterator[tuple[int, str, int]]:
        """Yield the place, custom_id and status of some rows."""
        if not members:
            return
        query = "SELECT idx, custom_id, status FROM rows WHERE idx"
        with self.errors():
            if members[-1] - members[0] + 1 == len(members):
                yield from self.db.execute(
                    f"{query} BETWEEN ? AND ? ORDER BY idx", (members[0], members[-1])
                )
                return
            for idx in members:
                yield self.db.execute(f"{query} = ?", (idx,)).fetchone()

    def close(self) -> None:
        """Close the database."""
        with closing(self.db):
            pass

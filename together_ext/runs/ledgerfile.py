"""The ledger's file: made whole or not at all, and opened only if it is what it should be."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .._version import __version__
from ..errors import LedgerError
from .room import put_in_place, sync

NAME = "ledger.sqlite3"
SCHEMA = 1
# "TGRL": tells a ledger from any other SQLite file.
APPLICATION = 0x5447524C

_PAGE = 4096
_TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE shards (
  number INTEGER NOT NULL, attempt INTEGER NOT NULL, path TEXT NOT NULL, rows INTEGER NOT NULL,
  size INTEGER NOT NULL, sha256 TEXT NOT NULL, model TEXT, file_id TEXT,
  job_id TEXT UNIQUE, status TEXT, output_file_id TEXT, error_file_id TEXT, error TEXT,
  collected INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (number, attempt)) STRICT;
CREATE TABLE intents (
  id INTEGER PRIMARY KEY, number INTEGER NOT NULL, attempt INTEGER NOT NULL,
  file_id TEXT NOT NULL, known TEXT NOT NULL, probe INTEGER NOT NULL, outcome TEXT,
  job_id TEXT, time REAL NOT NULL,
  FOREIGN KEY (number, attempt) REFERENCES shards (number, attempt)) STRICT;
CREATE UNIQUE INDEX one_open_intent ON intents (number, attempt) WHERE outcome IS NULL;
"""


def create(directory: Path, values: Mapping[str, Any]) -> None:
    """Make a new ledger, whole or not at all.

    Args:
        directory: Of the state.
        values: What JSON can hold, to keep in it from the beginning.
    """
    final = directory / NAME
    path = directory / f"{NAME}.new"
    with typed(final):
        for name in (path, *_beside(path), *_beside(final)):
            name.unlink(missing_ok=True)
        database = _connect(path)
        try:
            database.executescript(_TABLES)
            kept = {"code": __version__, "begun": time.time(), **values}
            database.executemany(
                "INSERT INTO meta VALUES (?, ?)",
                [(name, json.dumps(value)) for name, value in kept.items()],
            )
            database.execute(f"PRAGMA application_id = {APPLICATION}")
            database.execute(f"PRAGMA user_version = {SCHEMA}")
        finally:
            database.close()  # the last connection takes the WAL into the file
        put_in_place(path, final)


def open_database(directory: Path, *, any_code: bool = False) -> sqlite3.Connection:
    """Open a ledger that is there.

    Args:
        directory: Of the state.
        any_code: Take one of another version of this code whose schema is the same.

    Raises:
        LedgerError: It is missing, damaged, or another version's.
    """
    path = directory / NAME
    if not path.exists():
        raise damaged(path, "it is missing")
    with typed(path):
        # SQLite reads what is missing of the last page as zeros. (A checkpoint that a power cut
        # ended may leave such a page too; its WAL is then still there, and has it whole.)
        size, wal = path.stat().st_size, _beside(path)[0]
        if size % _PAGE and not (wal.exists() and wal.stat().st_size):
            raise damaged(path, f"it is cut off at {size} bytes")
        database = _connect(path)
        try:
            _check(path, database, any_code)
        except BaseException:
            database.close()
            raise
    return database


def set_aside(directory: Path) -> Path | None:
    """Rename a ledger that cannot be used, and return its new name."""
    path = directory / NAME
    if not path.exists():
        return None
    aside = directory / f"{NAME}.damaged-{time.time_ns()}"
    os.replace(path, aside)
    for name in _beside(path):
        if name.exists():
            os.replace(name, str(aside) + name.name.removeprefix(path.name))
    sync(directory)
    return aside


def _connect(path: Path) -> sqlite3.Connection:
    # In an event loop each step may run in another worker thread; only ever one at a time.
    database = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=10)
    try:
        database.execute(f"PRAGMA page_size = {_PAGE}")
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")
        database.execute("PRAGMA foreign_keys = ON")
    except BaseException:
        database.close()
        raise
    return database


def _check(path: Path, database: sqlite3.Connection, any_code: bool) -> None:
    application, version = (
        database.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("application_id", "user_version")
    )
    if application != APPLICATION:
        raise damaged(path, "it is no ledger")
    if version != SCHEMA:
        raise LedgerError(
            f"{path} has format {version}, and this version of together-ext writes {SCHEMA}. "
            "Go on with the version that began it, or have batches.attach() rebuild it from the "
            "list of jobs.",
            path=str(path),
        )
    found = database.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise damaged(path, str(found))
    row = database.execute("SELECT value FROM meta WHERE name = 'code'").fetchone()
    if row is None:
        raise damaged(path, "it does not say who wrote it")
    code = json.loads(row[0])
    if code != __version__ and not any_code:
        raise LedgerError(
            f"{path} was begun by together-ext {code}, and this is {__version__}. Go on with that "
            "version, or with batches.attach(), which takes it over.",
            path=str(path),
        )


@contextmanager
def typed(path: Path) -> Iterator[None]:
    """Make SQLite's errors this library's."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if str(error).startswith("no such"):  # a table, a column
            raise damaged(path, str(error)) from error
        # Locked, full, read-only, I/O: nothing of which says that the ledger is not sound.
        raise LedgerError(
            f"{path} cannot be used now: {error}. Nothing is lost; mend that, and go on.",
            path=str(path),
            passing=True,
        ) from error
    except sqlite3.DatabaseError as error:
        raise damaged(path, str(error)) from error


def damaged(path: Path, why: str) -> LedgerError:
    """Make the error of a ledger that cannot be believed."""
    return LedgerError(
        f"{path} cannot be used: {why}. Nothing was sent. What was submitted is known to the API: "
        "batches.attach() rebuilds the ledger from its list of jobs.",
        path=str(path),
    )


def _beside(path: Path) -> list[Path]:
    return [path.with_name(path.name + end) for end in ("-wal", "-shm")]

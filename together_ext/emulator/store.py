"""What the emulator knows (SQLite, WAL) and what it stores (real files) under one directory.

A file exists under its real name only whole: bytes arrive in ``tmp/`` and are renamed. The database
is used from one thread, the event loop's; other threads only read and write plain files.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import shutil
import sqlite3
import time
import uuid
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

_HIDDEN = "hidden_until REAL NOT NULL DEFAULT 0"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS files (
  id TEXT PRIMARY KEY, filename TEXT NOT NULL, purpose TEXT NOT NULL, file_type TEXT NOT NULL,
  created_at REAL NOT NULL, checksum TEXT, state TEXT NOT NULL DEFAULT 'pending', bytes INTEGER,
  sha256 TEXT, modified REAL, ready_at REAL NOT NULL DEFAULT 0, line_count INTEGER, problem TEXT);
CREATE TABLE IF NOT EXISTS uploads (
  id TEXT PRIMARY KEY, file_id TEXT NOT NULL, file_size INTEGER NOT NULL,
  num_parts INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS parts (
  upload_id TEXT NOT NULL, number INTEGER NOT NULL, bytes INTEGER NOT NULL, etag TEXT NOT NULL,
  PRIMARY KEY (upload_id, number));
CREATE TABLE IF NOT EXISTS jobs (
  id TEXT PRIMARY KEY, input_file_id TEXT NOT NULL, file_size_bytes INTEGER NOT NULL,
  endpoint TEXT NOT NULL, model_id TEXT, status TEXT NOT NULL, created_at REAL NOT NULL,
  deadline REAL NOT NULL, output_name TEXT NOT NULL, error_name TEXT NOT NULL,
  rows INTEGER NOT NULL DEFAULT 0, rows_done INTEGER NOT NULL DEFAULT 0,
  output_bytes INTEGER NOT NULL DEFAULT 0, error_bytes INTEGER NOT NULL DEFAULT 0,
  output_file_id TEXT, error_file_id TEXT, error TEXT, completed_at REAL,
  end_as TEXT, end_after REAL NOT NULL DEFAULT 1, hidden_until REAL NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS requests (
  seq INTEGER PRIMARY KEY, time REAL NOT NULL, origin TEXT NOT NULL, method TEXT NOT NULL,
  path TEXT NOT NULL, operation TEXT NOT NULL, headers TEXT NOT NULL,
  authorization INTEGER NOT NULL, request_id TEXT NOT NULL, fault TEXT, status INTEGER,
  received INTEGER);
"""


@dataclass(frozen=True)
class FileRecord:
    """One file: announced (pending), arrived (uploaded) or ready to use (processed)."""

    id: str
    filename: str
    purpose: str
    file_type: str
    created_at: float
    checksum: str | None = None
    state: str = "pending"
    bytes: int | None = None
    sha256: str | None = None
    modified: float | None = None
    ready_at: float = 0.0
    line_count: int | None = None
    problem: str | None = None


@dataclass(frozen=True)
class Upload:
    """A multipart upload under way."""

    id: str
    file_id: str
    file_size: int
    num_parts: int


@dataclass(frozen=True)
class Part:
    """One part that arrived."""

    upload_id: str
    number: int
    bytes: int
    etag: str


@dataclass(frozen=True)
class JobRecord:
    """One batch job. ``rows_done`` and the two byte counts are the point a restart goes on from.

    ``end_as``, ``end_after`` and ``hidden_until`` are a fault's: see ``job`` in faults.py.
    """

    id: str
    input_file_id: str
    file_size_bytes: int
    endpoint: str
    model_id: str | None
    status: str
    created_at: float
    deadline: float
    output_name: str
    error_name: str
    rows: int = 0
    rows_done: int = 0
    output_bytes: int = 0
    error_bytes: int = 0
    output_file_id: str | None = None
    error_file_id: str | None = None
    error: str | None = None
    completed_at: float | None = None
    end_as: str | None = None
    end_after: float = 1.0
    hidden_until: float = 0.0


_TABLES: dict[type[Any], str] = {
    FileRecord: "files",
    Upload: "uploads",
    Part: "parts",
    JobRecord: "jobs",
}
# The names put in here are this package's own; what clients send is always a bound value.
_SELECT = "SELECT * FROM {} WHERE {} ORDER BY rowid"
_UPSERT = "INSERT INTO {} ({}) VALUES ({}) ON CONFLICT ({}) DO UPDATE SET {}"
_R = TypeVar("_R", FileRecord, Upload, Part, JobRecord)


class InUse(Exception):
    """Another emulator holds the data directory."""


class Incoming:
    """Bytes on their way in: written beside the real names, hashed, then renamed or dropped."""

    def __init__(self, directory: Path) -> None:
        self.path = directory / uuid.uuid4().hex
        self.size = 0
        self._file = self.path.open("wb", buffering=0)
        self._hash = hashlib.sha256()

    def write(self, data: bytes) -> None:
        """Take more bytes."""
        view = memoryview(data)
        while view:
            view = view[self._file.write(view) :]
        self._hash.update(data)
        self.size += len(data)

    @property
    def sha256(self) -> str:
        """The digest of what has arrived."""
        return self._hash.hexdigest()

    def keep(self, target: Path) -> None:
        """Give the whole content its real name, in one step."""
        self._file.close()
        os.replace(self.path, target)

    def drop(self) -> None:
        """Forget the content; harmless after :meth:`keep`."""
        self._file.close()
        self.path.unlink(missing_ok=True)


class Store:
    """The data directory.

    Args:
        root: Where everything is kept; created if absent.

    Raises:
        InUse: Another process holds it.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.files = root / "files"
        self.parts = root / "parts"
        self.running = root / "running"
        self.tmp = root / "tmp"
        root.mkdir(parents=True, exist_ok=True)
        # The kernel lets go of this lock when the process dies, however it dies.
        self._lock = (root / "lock").open("ab")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._lock.close()
            raise InUse(str(root)) from None
        shutil.rmtree(self.tmp, ignore_errors=True)
        for directory in (self.files, self.parts, self.running, self.tmp):
            directory.mkdir(exist_ok=True)
        self._db = sqlite3.connect(root / "emulator.sqlite3", isolation_level=None)
        self._db.row_factory = sqlite3.Row
        # NORMAL outlives the process, not the machine: enough here, and no fsync for every row.
        self._db.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;" + _SCHEMA)
        self._add_new_columns()
        self._db.execute("INSERT OR IGNORE INTO meta VALUES ('key', ?)", (secrets.token_bytes(32),))
        self._drop_leftovers()

    def _add_new_columns(self) -> None:
        """Bring a database of an earlier version up to this one."""
        there = {row["name"] for row in self.query("PRAGMA table_info(jobs)")}
        for column in ("end_as TEXT", "end_after REAL NOT NULL DEFAULT 1", _HIDDEN):
            if column.partition(" ")[0] not in there:
                self.query(f"ALTER TABLE jobs ADD COLUMN {column}")

    def close(self) -> None:
        """Let go of the database and the directory."""
        self._db.close()
        self._lock.close()

    @property
    def key(self) -> bytes:
        """The secret that presigned URLs are signed with."""
        return bytes(self.query("SELECT value FROM meta WHERE name = 'key'")[0]["value"])

    def query(self, sql: str, *values: object) -> list[sqlite3.Row]:
        """Run one statement; it is committed when this returns."""
        return self._db.execute(sql, values).fetchall()

    def get(self, kind: type[_R], id: str) -> _R | None:
        """The record with this id."""
        found = self.query(_SELECT.format(_TABLES[kind], "id = ?"), id)
        return kind(**dict(found[0])) if found else None

    def where(self, kind: type[_R], condition: str = "1", *values: object) -> list[_R]:
        """The records that meet an SQL condition, in the order they were made."""
        rows = self.query(_SELECT.format(_TABLES[kind], condition), *values)
        return [kind(**dict(row)) for row in rows]

    def put(self, *records: FileRecord | Upload | Part | JobRecord) -> None:
        """Insert or replace records, all or none."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            for record in records:
                names = [field.name for field in fields(record)]
                # An upsert, not REPLACE, which would give the row a new rowid: its place in lists.
                sql = _UPSERT.format(
                    _TABLES[type(record)],
                    ", ".join(names),
                    ", ".join("?" * len(names)),
                    "upload_id, number" if isinstance(record, Part) else "id",
                    ", ".join(f"{name} = excluded.{name}" for name in names),
                )
                self._db.execute(sql, [getattr(record, name) for name in names])
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def new_file(self, filename: str, purpose: str, file_type: str, **more: Any) -> FileRecord:
        """A record, not yet stored, under a fresh id."""
        id = more.pop("id", None) or f"file-{uuid.uuid4()}"
        return FileRecord(id, filename, purpose, file_type, time.time(), **more)

    def content(self, record: FileRecord) -> Path:
        """Where a file's bytes are. The id is always one this store made, never a client's word."""
        return self.files / record.id

    def part(self, upload_id: str, number: int) -> Path:
        """Where a part's bytes are."""
        return self.parts / f"{upload_id}.{number}"

    def incoming(self) -> Incoming:
        """A place for bytes that are on their way in."""
        return Incoming(self.tmp)

    def drop_upload(self, upload: Upload) -> None:
        """Forget a multipart upload and its parts."""
        for number in range(1, upload.num_parts + 1):
            self.part(upload.id, number).unlink(missing_ok=True)
        self.query("DELETE FROM parts WHERE upload_id = ?", upload.id)
        self.query("DELETE FROM uploads WHERE id = ?", upload.id)

    def _drop_leftovers(self) -> None:
        uploads = {row["id"] for row in self.query("SELECT id FROM uploads")}
        for path in self.parts.iterdir():
            if path.name.partition(".")[0] not in uploads:
                path.unlink()
        known = {row["id"] for row in self.query("SELECT id FROM files")}
        wanted: set[str] = set()
        for job in self.where(JobRecord, "completed_at IS NULL"):
            wanted |= {f"{job.id}.input", job.output_name, job.error_name}
        for path in (*self.files.iterdir(), *self.running.iterdir()):
            # Results may have their real name already and no record yet: the runner sees to it.
            if path.name not in known and path.name not in wanted:
                path.unlink()

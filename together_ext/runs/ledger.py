"""The ledger: what is intended before it is sent, what is known after. SQLite beside the output.

Each method is one transaction, on the disk when it returns. ``synchronous=FULL``: in WAL mode
SQLite's usual NORMAL may lose the last commits in a power cut, and an intent that is forgotten
after its request left is a job that is paid for twice. The file is small (a row a shard), so the
fsyncs cost milliseconds a shard.

WAL needs memory that processes share, and the lock needs ``flock``: both are what a local file
system has. On NFS, SMB and their kind neither is certain; keep the state on a local disk there
(``state=``).

One process writes: see ``lock``.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import LedgerError
from . import ledgerfile
from .ledgerfile import NAME, typed
from .reconcile import Before
from .room import TABLE

# The names put into statements are these, never anyone's words.
_GIVEN = "number, attempt, path, rows, size, sha256, model"
_LEARNT = "file_id, job_id, status, output_file_id, error_file_id, error, collected"


@dataclass(frozen=True)
class Entry:
    """One shard and what is known of it.

    Attributes:
        number: Which shard of its attempt.
        attempt: Counted from 1.
        path: The file, relative to the directory of the state.
        rows: Its rows.
        size: Its bytes.
        sha256: Of its content, hex.
        model: The model of all its rows, where they have one.
        file_id: Its id at the API, once it is uploaded.
        job_id: Its job, once there certainly is one.
        status: The job's status as last seen.
        output_file_id: The job's answers, once it is finished and where it has some.
        error_file_id: The job's failed rows, likewise.
        error: Why the job failed as a whole.
        collected: Whether its answers are in.
    """

    number: int
    attempt: int
    path: str
    rows: int
    size: int
    sha256: str
    model: str | None
    file_id: str | None = None
    job_id: str | None = None
    status: str | None = None
    output_file_id: str | None = None
    error_file_id: str | None = None
    error: str | None = None
    collected: bool = False

    @property
    def name(self) -> str:
        """How messages call it."""
        return f"shard {self.number}" + (f" of attempt {self.attempt}" if self.attempt > 1 else "")


@dataclass(frozen=True)
class OpenIntent:
    """A create that was going to be sent, of which nothing is known.

    Attributes:
        id: Its number in the ledger.
        file_id: The input file.
        before: The list of jobs before.
        probe: Whether none was sent: a rebuilt ledger looks for what the lost one may have known.
    """

    id: int
    file_id: str
    before: Before
    probe: bool = False


class Ledger:
    """The ledger of one run.

    Args:
        directory: Of the state.
        any_code: Take a ledger of another version of this code too, where its format is the same.

    Raises:
        LedgerError: It is missing, damaged, or another version's.
    """

    def __init__(self, directory: Path, *, any_code: bool = False) -> None:
        self.path = directory / NAME
        self._db = ledgerfile.open_database(directory, any_code=any_code)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def get(self, name: str) -> Any:
        """Return a value that was kept under a name, None where there is none."""
        rows = self._read("SELECT value FROM meta WHERE name = ?", name)
        return json.loads(rows[0][0]) if rows else None

    def put(self, values: Mapping[str, Any]) -> None:
        """Keep values that JSON can hold."""
        with self._transaction():
            self._db.executemany(
                "INSERT INTO meta VALUES (?, ?)"
                " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                [(name, json.dumps(value)) for name, value in values.items()],
            )

    def add_shards(self, attempt: int, shards: Iterable[Entry]) -> None:
        """Note the shards of an attempt, all at once. Noting the same ones again changes nothing.

        Raises:
            LedgerError: Others were noted for this attempt.
        """
        given = [(s.number, s.attempt, s.path, s.rows, s.size, s.sha256, s.model) for s in shards]
        with self._transaction():
            noted = self._read(f"SELECT {_GIVEN} FROM shards WHERE attempt = ?", attempt)  # noqa: S608
            if not noted:
                self._db.executemany(
                    f"INSERT INTO shards ({_GIVEN}) VALUES (?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
                    given,
                )
            elif set(noted) != set(given):
                raise LedgerError(
                    f"the rows are not those that {self.path} was begun with (attempt {attempt}): "
                    f"{_differ(noted, given)}. Remove {self.path.with_name(TABLE)} and give the "
                    "same input with the same limits=, or another output for another run.",
                    path=str(self.path),
                )

    def entries(self, attempt: int | None = None) -> list[Entry]:
        """Return the shards of an attempt, or all of them, in order."""
        rows = self._read(
            f"SELECT {_GIVEN}, {_LEARNT} FROM shards"  # noqa: S608
            " WHERE attempt = coalesce(?, attempt) ORDER BY attempt, number",
            attempt,
        )
        return [Entry(*row) for row in rows]

    def job_ids(self) -> frozenset[str]:
        """Return the ids of all jobs of this run."""
        rows = self._read("SELECT job_id FROM shards WHERE job_id IS NOT NULL")
        return frozenset(row[0] for row in rows)

    def uploaded(self, entry: Entry, file_id: str | None) -> None:
        """Note that a shard is at the API, or (None) that it is not there any more."""
        self._set(entry, file_id=file_id)

    def open_intent(self, entry: Entry) -> OpenIntent | None:
        """Return the create of a shard of which nothing is known, if there is one."""
        return next(iter(self._intents(entry, "IS NULL")), None)

    def absent(self, entry: Entry) -> list[OpenIntent]:
        """Return the creates of a shard that are believed, or said, to have made no job."""
        return self._intents(entry, "IN ('absent', 'resolved')")

    def _intents(self, entry: Entry, outcome: str) -> list[OpenIntent]:
        rows = self._read(
            "SELECT id, file_id, known, probe FROM intents"  # noqa: S608
            f" WHERE number = ? AND attempt = ? AND outcome {outcome} ORDER BY id",
            entry.number,
            entry.attempt,
        )
        found = []
        for id, file_id, known, probe in rows:
            before = {name: frozenset(ids) for name, ids in json.loads(known).items()}
            found.append(OpenIntent(id, file_id, Before(**before), bool(probe)))
        return found

    def intend(
        self, entry: Entry, file_id: str, before: Before, *, probe: bool = False
    ) -> OpenIntent:
        """Note that a create is about to be sent, with the list of jobs before it."""
        known = {
            "known": sorted(before.known),
            "untold": sorted(before.untold),
            "witnesses": sorted(before.witnesses),
        }
        with self._transaction():
            cursor = self._db.execute(
                "INSERT INTO intents (number, attempt, file_id, known, probe, time)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (entry.number, entry.attempt, file_id, json.dumps(known), probe, time.time()),
            )
        return OpenIntent(int(cursor.lastrowid or 0), file_id, before, probe)

    def settle_intent(self, entry: Entry, intent: OpenIntent, outcome: str) -> None:
        """Note that a create certainly made no job: it was ``refused``, or is ``absent``."""
        with self._transaction():
            self._db.execute(
                "UPDATE intents SET outcome = ? WHERE id = ? AND number = ?",
                (outcome, intent.id, entry.number),
            )

    def sends(self, entry: Entry) -> int:
        """Return how many creates of a shard were lost without a trace."""
        rows = self._read(
            "SELECT count(*) FROM intents"
            " WHERE number = ? AND attempt = ? AND outcome = 'absent' AND NOT probe",
            entry.number,
            entry.attempt,
        )
        return int(rows[0][0])

    def was_probed(self, entry: Entry) -> bool:
        """Say whether a rebuilt ledger has looked for the job of a shard, and there was none."""
        rows = self._read(
            "SELECT 1 FROM intents"
            " WHERE number = ? AND attempt = ? AND probe AND outcome IS NOT NULL",
            entry.number,
            entry.attempt,
        )
        return bool(rows)

    def created(self, entry: Entry, intent: OpenIntent | None, job_id: str, how: str) -> None:
        """Note the job of a shard: it was ``created``, or ``adopted`` from the list."""
        with self._transaction():
            if intent is not None:
                self._db.execute(
                    "UPDATE intents SET outcome = ?, job_id = ? WHERE id = ?",
                    (how, job_id, intent.id),
                )
            self._db.execute(
                "UPDATE shards SET job_id = ? WHERE number = ? AND attempt = ?",
                (job_id, entry.number, entry.attempt),
            )

    def seen(
        self,
        entry: Entry,
        *,
        status: str,
        output_file_id: str | None,
        error_file_id: str | None,
        error: str | None,
    ) -> None:
        """Note how a job is."""
        self._set(
            entry,
            status=status,
            output_file_id=output_file_id,
            error_file_id=error_file_id,
            error=error,
        )

    def collected(self, entry: Entry, yes: bool = True) -> None:
        """Note that the answers of a shard are in, or that they are not any more."""
        self._set(entry, collected=int(yes))

    def _set(self, entry: Entry, **values: object) -> None:
        names = ", ".join(f"{name} = ?" for name in values)
        with self._transaction():
            self._db.execute(
                f"UPDATE shards SET {names} WHERE number = ? AND attempt = ?",  # noqa: S608
                (*values.values(), entry.number, entry.attempt),
            )

    def _read(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with typed(self.path):
            return self._db.execute(sql, values).fetchall()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with typed(self.path):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")


def _differ(noted: list[tuple[Any, ...]], given: list[tuple[Any, ...]]) -> str:
    if len(noted) != len(given):
        return f"{len(given)} shards instead of {len(noted)}"
    rows, others = sum(shard[3] for shard in given), sum(shard[3] for shard in noted)
    return f"{rows} rows instead of {others}" if rows != others else "their content is another"

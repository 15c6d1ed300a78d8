"""What became of each row, from the answer files of its jobs.

Each row given ends as exactly one of:

``ok``
    One answer came, and it is one.
``duplicate``
    More than one answer came, at least one of them good. The first good one is kept. The row is
    not asked again.
``error``
    Only errors came (of the last job that had the row), or the row could not be sent.
``missing``
    No answer came at all.

So ``ok + duplicate + error + missing`` is the number of rows given.
"""

from __future__ import annotations

from pathlib import Path

from ..errors import OutputError
from . import collecting, retrying
from .room import Room
from .shard import Limits, Shard
from .steps import Steps
from .table import ERROR, MISSING, STATUSES, Table
from .totals import Collected, Counts, ModelUsage


class Outcomes:
    """The outcomes of a run, on the disk.

    Args:
        room: A room in which preparation is complete.

    Raises:
        OutputError: It is not, or the table is damaged.
    """

    def __init__(self, room: Room) -> None:
        if not room.table.exists():
            raise OutputError(f"{room.directory} holds no prepared run.", path=str(room.directory))
        self.room = room
        self.table = Table(room.table, room.shards)

    def shards(self, attempt: int | None = None) -> list[Shard]:
        """Return the shards of one attempt, or of all."""
        return self.table.shards(attempt)

    def collected(self, job_id: str) -> Collected | None:
        """Return what a job brought; None where it was not collected."""
        return collecting.collected(self.table, job_id)

    def job_of(self, shard: int) -> str | None:
        """Return the job of a shard whose answers are in; None where they are not."""
        with self.table.errors():
            row = self.table.db.execute("SELECT id FROM jobs WHERE shard = ?", (shard,)).fetchone()
        return None if row is None else str(row[0])

    def collect(
        self,
        shard: Shard,
        job_id: str,
        output_path: Path | str | None,
        error_path: Path | str | None,
        job_status: str,
        *,
        again: bool = True,
    ) -> Steps[Collected]:
        """Read both answer files of a job that is finished, in whatever way.

        Called again for the same job it changes nothing and returns the same. The files must stay
        where they are until the run is merged.

        Args:
            shard: The shard the job was made of.
            job_id: The job.
            output_path: Its output file, downloaded; None where it has none.
            error_path: Its error file, downloaded; None where it has none.
            job_status: The job's last status, for the message of rows without answer.
            again: Whether rows without answer may be asked again.

        Raises:
            InputFileError: An answer file cannot be read.
            OutputError: The room cannot be written.
        """
        files = [Path(path) for path in (output_path, error_path) if path is not None]
        return Steps(
            collecting.collect(self.room, self.table, shard, job_id, files, job_status, again)
        )

    def answer_path(self, number: int) -> Path:
        """Return the path of an answer file by its number in the table."""
        with self.table.errors():
            found = self.table.db.execute(
                "SELECT path FROM answers WHERE number = ?", (number,)
            ).fetchone()
        return self.room.directory / str(found[0])

    def retry_shards(self, limits: Limits, attempt: int) -> Steps[list[Shard]]:
        """Lay the rows for which asking again can help into new shards.

        To be called when the jobs of the attempt before are collected. Called again for the same
        attempt it returns the same shards.

        Args:
            limits: How large the new shards may be.
            attempt: The attempt they are for: 2 for the first retry.

        Returns:
            The work; its result is empty where there is nothing to ask again.
        """
        return Steps(retrying.retry(self.room, self.table, limits, attempt))

    def counts(self) -> Counts:
        """Count the rows by outcome."""
        with self.table.errors():
            rows = dict(self.table.db.execute("SELECT status, count(*) FROM rows GROUP BY status"))
            retryable = self.table.db.execute(
                "SELECT count(*) FROM rows WHERE retry = 1 AND attempts > 0 AND status IN (?, ?)",
                (MISSING, ERROR),
            ).fetchone()[0]
            strays = self.table.db.execute("SELECT coalesce(sum(strays), 0) FROM jobs").fetchone()[
                0
            ]
        named = {name: rows.get(number, 0) for number, name in enumerate(STATUSES)}
        return Counts(**named, retryable=retryable, strays=strays)

    def usage(self) -> list[ModelUsage]:
        """Return the tokens of all jobs by model, those of failed attempts and doubles too."""
        with self.table.errors():
            rows = self.table.db.execute(
                "SELECT model, sum(prompt_tokens), sum(completion_tokens), sum(answers), "
                "sum(uncounted) FROM jobs JOIN shards ON shards.number = jobs.shard "
                "GROUP BY model ORDER BY model"
            ).fetchall()
        return [ModelUsage(*row) for row in rows]

    def close(self) -> None:
        """Close the table."""
        self.table.close()

"""From the answer files of one job to what its rows became.

The files are read as streams; what is held is what was said of each row of one shard. All of it
reaches the table in one transaction, with the job: a job is collected or it is not.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ..errors import InputFileError
from .answers import Answer, read_answer
from .room import Room, disk_errors, put_in_place
from .shard import Shard
from .source import split_lines
from .steps import Step
from .table import DUPLICATE, ERROR, MISSING, OK, Table
from .totals import Collected

# An answer can be longer than any request (logprobs, base64); past this it is no answer but noise.
_LONGEST_ANSWER = 512 * 1024 * 1024


def collected(table: Table, job_id: str) -> Collected | None:
    """Return what a job brought; None where it was not collected."""
    with table.errors():
        row = table.db.execute(
            "SELECT id, shard, ok, error, missing, duplicate, strays, bytes, prompt_tokens, "
            "completion_tokens FROM jobs WHERE id = ?",
            (job_id,),
        ).fetchone()
    return None if row is None else Collected(*row)


def collect(
    room: Room,
    table: Table,
    shard: Shard,
    job_id: str,
    files: list[Path],
    job_status: str,
    again: bool = True,
) -> Generator[Step, None, Collected]:
    """Read the answer files of a job, and bring the table up to them; see ``Outcomes.collect``."""
    before = collected(table, job_id)
    if before is not None:
        return before
    members = table.members(shard.number)
    rows = list(table.some(members))
    places = {id: place for place, (_, id, _) in enumerate(rows)}
    found: dict[int, _Found] = {}
    with table.errors():
        number: int = table.db.execute("SELECT coalesce(max(number), 0) + 1 FROM jobs").fetchone()[
            0
        ]
    strays = _Strays(room, number)
    answered = uncounted = prompt = completion = size = 0
    try:
        for which, path in enumerate(files):
            for start, line in _read(path):
                if line is None:
                    yield Step("collect", size + start)
                    continue
                answer = read_answer(line) if isinstance(line, bytes) else None
                place = None if answer is None else places.get(answer.custom_id)
                if answer is None or place is None:
                    strays.add(line)
                    if answer is None:
                        continue
                answered += 1
                uncounted += answer.verdict.ok and not answer.counted
                prompt += answer.prompt_tokens
                completion += answer.completion_tokens
                if place is not None and isinstance(line, bytes):
                    row = found.get(place)
                    if row is None:
                        row = found[place] = _Found()
                    row.take(answer, (2 * number + which, start, len(line)))
            size += path.stat().st_size
        strays.finish()
    finally:
        strays.close()
    with table.transaction():
        message = f"job {job_id} ended {job_status} without an answer"
        tally = _save(table, rows, found, _Found(retry=again, code="missing", message=message))
        table.db.executemany(
            "INSERT OR REPLACE INTO answers VALUES (?, ?, ?)",
            [(2 * number + i, job_id, _kept_path(room, path)) for i, path in enumerate(files)],
        )
        table.db.execute(
            "INSERT INTO jobs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(job_id, number, shard.number, job_status),
                *(tally[OK], tally[ERROR], tally[MISSING], tally[DUPLICATE]),
                *(strays.count, size, answered, uncounted, prompt, completion),
            ),
        )
    made = collected(table, job_id)
    if made is None:
        raise RuntimeError("a row that was just written is not there")
    return made


def _save(
    table: Table, rows: list[tuple[int, str, int]], found: dict[int, _Found], nothing: _Found
) -> list[int]:
    """Bring the table up to what a job said; must be in a transaction."""
    tally = [0, 0, 0, 0]
    changed: list[tuple[object, ...]] = []
    kept: list[tuple[int, int, int]] = []
    for place, (index, _, old) in enumerate(rows):
        row = found.get(place, nothing)
        tally[row.status] += 1
        if old in {OK, DUPLICATE}:
            # Another job had the row as well. What is good stays.
            kept.append((DUPLICATE if row.status in {OK, DUPLICATE} else old, 0, index))
        elif old == ERROR and row.status == MISSING:
            # An answer that says why is worth more than none.
            kept.append((old, int(row.retry), index))
        else:
            where = row.place or (None, None, None)
            changed.append((row.status, int(row.retry), *where, row.code, row.message, index))
    table.db.executemany(
        "UPDATE rows SET status = ?, retry = ?, attempts = attempts + 1, answer = ?, "
        "answer_start = ?, answer_size = ?, code = ?, message = ? WHERE idx = ?",
        changed,
    )
    table.db.executemany(
        "UPDATE rows SET status = ?, retry = min(retry, ?), attempts = attempts + 1 WHERE idx = ?",
        kept,
    )
    return tally


def _kept_path(room: Room, path: Path) -> str:
    absolute = path.absolute()
    if absolute.is_relative_to(room.directory):
        return str(absolute.relative_to(room.directory))  # a room can be moved
    return str(absolute)


@dataclass
class _Found:
    """What a job said of one row."""

    status: int = MISSING
    retry: bool = True
    answers: int = 0
    place: tuple[int, int, int] | None = None  # answer file, start, size
    code: str | None = None
    message: str | None = None

    def take(self, answer: Answer, place: tuple[int, int, int]) -> None:
        verdict = answer.verdict
        self.answers += 1
        if self.status in {OK, DUPLICATE}:
            self.status = DUPLICATE
        elif verdict.ok:
            self.status = DUPLICATE if self.answers > 1 else OK
            self.retry, self.place, self.code, self.message = False, place, None, None
        elif self.answers == 1:
            self.status, self.place = ERROR, place
            self.retry, self.code, self.message = verdict.retry, verdict.code, verdict.message
        else:  # of several errors one that lasts decides
            self.retry = self.retry and verdict.retry


def _read(path: Path) -> Generator[tuple[int, bytes | int | None], None, None]:
    """Yield where each line starts and the line (an int if it is too long); None for a pause."""
    try:
        with path.open("rb") as file:
            start = 0
            for _, lines in split_lines(file.read, _LONGEST_ANSWER):
                for line in lines:
                    if isinstance(line, int):
                        yield start, line
                        start += line + 1
                        continue
                    if line and not line.isspace():
                        yield start, line
                    start += len(line) + 1
                yield start, None
    except OSError as error:
        raise InputFileError(
            f"the answer file {path} cannot be read: {error.strerror or error}.",
            path=str(path),
            errno=error.errno,
        ) from error


class _Strays:
    """Keeps lines that belong to no row; no file where there are none."""

    def __init__(self, room: Room, number: int) -> None:
        self._path = room.strays / f"{number:05d}.jsonl"
        self._part = self._path.with_name(self._path.name + ".part")
        self._file: IO[bytes] | None = None
        self.count = 0

    def add(self, line: bytes | int) -> None:
        self.count += 1
        if isinstance(line, int):
            line = b"(a line of %d bytes, too long to be kept)" % line
        with disk_errors(self._path):
            if self._file is None:
                self._file = self._part.open("wb")
            self._file.write(line + b"\n")

    def finish(self) -> None:
        if self._file is not None:
            with disk_errors(self._path):
                self._file.close()
                put_in_place(self._part, self._path)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._part.unlink(missing_ok=True)

"""Runs batch jobs in the background, row by row, so that any moment is a good one to be killed in.

A result is appended to a work file first; then the database notes how many rows are done and how
long the work files are. A restart cuts the work files back to what was noted and goes on from
there: a row may be computed twice, but it is never written twice.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
import shutil
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from io import FileIO
from pathlib import Path
from typing import BinaryIO

from together_ext.emulator import rows
from together_ext.emulator.engines import Engine
from together_ext.emulator.results import never_ran, result
from together_ext.emulator.settings import Settings
from together_ext.emulator.store import FileRecord, JobRecord, Store

TERMINAL = frozenset({"COMPLETED", "FAILED", "EXPIRED", "CANCELLED"})
# One job computes this long, then the event loop serves requests: it stays quick under load.
_SLICE = 0.004
_LOG = logging.getLogger(__name__)


class Runner:
    """Owns one task for every unfinished job.

    Args:
        store: Where jobs, inputs and outputs are.
        engine: What answers the rows.
        settings: Pace and limits.
    """

    def __init__(self, store: Store, engine: Engine, settings: Settings) -> None:
        self._store = store
        self._engine = engine
        self._settings = settings
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._wake: dict[str, asyncio.Event] = {}
        # First come, first served: slices of many jobs take turns instead of running back to back.
        self._turn = asyncio.Lock()

    def resume(self) -> None:
        """Go on with every job that a former run left unfinished."""
        for job in self._store.where(JobRecord, "completed_at IS NULL"):
            self.start(job.id)

    def start(self, id: str) -> None:
        """Run one job in the background."""
        self._wake[id] = asyncio.Event()
        task = asyncio.create_task(self._guard(id), name=f"job {id}")
        self._tasks[id] = task
        task.add_done_callback(lambda _: self._forget(id))

    def cancel(self, job: JobRecord) -> JobRecord:
        """Ask a running job to end."""
        cancelling = replace(job, status="CANCELING")
        self._store.put(cancelling)
        if job.id in self._wake:
            self._wake[job.id].set()
        return cancelling

    async def stop(self) -> None:
        """Stop all tasks where they are; :meth:`resume` finds the place again."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def link_input(self, job: JobRecord, source: Path) -> None:
        """Keep the input as it is now: replacing or deleting the file must not change the job."""
        try:
            os.link(source, self._input(job))
        except OSError:
            # Some mounted file systems have no hard links.
            shutil.copyfile(source, self._input(job))

    def _forget(self, id: str) -> None:
        self._tasks.pop(id, None)
        self._wake.pop(id, None)

    def _input(self, job: JobRecord) -> Path:
        return self._store.running / f"{job.id}.input"

    def _job(self, id: str) -> JobRecord:
        job = self._store.get(JobRecord, id)
        assert job is not None
        return job

    async def _guard(self, id: str) -> None:
        try:
            await self._run(id)
        except rows.BadInput as problem:
            self._end(self._job(id), "FAILED", str(problem))
        except Exception:
            _LOG.exception("job %s broke", id)
            self._end(self._job(id), "FAILED", "internal error")

    @asynccontextmanager
    async def _slice(self) -> AsyncIterator[float]:
        async with self._turn:
            yield time.monotonic() + _SLICE
            await asyncio.sleep(0)

    async def _run(self, id: str) -> None:
        job = self._job(id)
        if job.file_size_bytes > self._settings.max_batch_bytes:
            raise rows.BadInput(f"the file is larger than {self._settings.max_batch_bytes} bytes")
        with (
            self._work(job.output_name, job.output_bytes) as output,
            self._work(job.error_name, job.error_bytes) as errors,
            self._input(job).open("rb") as source,
        ):
            found = await self._index(job, source)
            job = self._job(id)
            if job.status == "VALIDATING":
                only = next(iter(found.models)) if len(found.models) == 1 else None
                count = len(found.starts)
                model = job.model_id or only
                self._store.put(replace(job, status="IN_PROGRESS", rows=count, model_id=model))
            end = await self._rows(id, found, source, output, errors)
        message = "The job was told to fail here." if end == "FAILED" else None
        self._end(self._job(id), end, message)

    async def _index(self, job: JobRecord, source: BinaryIO) -> rows.Index:
        found = rows.Index()
        steps = rows.index(source, job.endpoint, job.model_id, self._settings, found)
        done = False
        while not done:
            async with self._slice() as until:
                done = True
                for _ in steps:
                    if time.monotonic() >= until:
                        done = False
                        break
        return found

    async def _rows(
        self, id: str, found: rows.Index, source: BinaryIO, output: FileIO, errors: FileIO
    ) -> str:
        """Run what is left, and say how it ended."""
        order = rows.order(id, len(found.starts))
        pace = self._settings.seconds_per_row
        due = time.monotonic() + pace
        while True:
            job = self._job(id)
            if job.status == "CANCELING":
                return "CANCELLED"
            last = _last(job)
            if job.rows_done >= last and job.end_as != "EXPIRED":
                return job.end_as or "COMPLETED"
            if time.time() >= job.deadline or job.rows_done >= last:
                if self._settings.expired_rows == "error":
                    self._give_up(job, found, order, source, errors)
                return "EXPIRED"
            if pace and time.monotonic() < due:
                await self._nap(id, min(due - time.monotonic(), job.deadline - time.time()))
                continue
            async with self._slice() as until:
                # Nothing else ran since the record was read: a cancel waits for this slice to end.
                job = self._job(id)
                if job.status != "CANCELING":
                    done, due = self._compute(job, found, order, source, output, errors, until, due)
                    self._store.put(
                        replace(
                            job,
                            rows_done=done,
                            output_bytes=output.tell(),
                            error_bytes=errors.tell(),
                        )
                    )

    def _compute(
        self,
        job: JobRecord,
        found: rows.Index,
        order: list[int],
        source: BinaryIO,
        output: FileIO,
        errors: FileIO,
        until: float,
        due: float,
    ) -> tuple[int, float]:
        done = job.rows_done
        pace = self._settings.seconds_per_row
        good, bad = bytearray(), bytearray()
        while done < _last(job):
            source.seek(found.starts[order[done]])
            ok, lines = result(
                self._engine, job, order[done], source.readline(), self._settings.answered_at
            )
            (good if ok else bad).extend(lines)
            done += 1
            due += pace
            now = time.monotonic()
            if now >= until or now < due:
                break
        _append(output, good)
        _append(errors, bad)
        return done, due

    def _give_up(
        self, job: JobRecord, found: rows.Index, order: list[int], source: BinaryIO, errors: FileIO
    ) -> None:
        lines = bytearray()
        for place in order[job.rows_done :]:
            source.seek(found.starts[place])
            lines += never_ran(source.readline())
        _append(errors, lines)
        self._store.put(replace(job, error_bytes=errors.tell()))

    async def _nap(self, id: str, seconds: float) -> None:
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._wake[id].wait(), max(seconds, 0.001))

    def _work(self, name: str, size: int) -> FileIO:
        """A work file, cut back to what the database knows of."""
        final, path = self._store.files / name, self._store.running / name
        # A crash between the renaming and the record that goes with it: take the file back.
        if final.exists() and not path.exists():
            os.replace(final, path)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        os.ftruncate(descriptor, size)
        file = FileIO(descriptor, "r+")
        file.seek(size)
        return file

    def _end(self, job: JobRecord, status: str, error: str | None) -> None:
        """Publish what there is, in one transaction with the status that says so."""
        made: list[FileRecord] = []
        ids: dict[str, str | None] = {}
        pairs = (
            ("output", job.output_name, job.output_bytes),
            ("error", job.error_name, job.error_bytes),
        )
        for kind, name, size in pairs:
            work = self._store.running / name
            if size and work.exists():
                os.truncate(work, size)
                os.replace(work, self._store.files / name)
                made.append(self._record(name, f"{job.id}-{kind}.jsonl"))
            else:
                work.unlink(missing_ok=True)
            ids[kind] = name if size else None
        ended = replace(
            job,
            status=status,
            error=error,
            completed_at=time.time(),
            output_file_id=ids["output"],
            error_file_id=ids["error"],
        )
        self._store.put(*made, ended)
        self._input(job).unlink(missing_ok=True)

    def _record(self, name: str, filename: str) -> FileRecord:
        path = self._store.files / name
        digest, lines, size = hashlib.sha256(), 0, 0
        with path.open("rb") as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
                lines += chunk.count(b"\n")
                size += len(chunk)
        return self._store.new_file(
            filename,
            "batch-generated",
            "jsonl",
            id=name,
            state="processed",
            bytes=size,
            sha256=digest.hexdigest(),
            modified=time.time(),
            line_count=lines,
        )


def _last(job: JobRecord) -> int:
    """How many rows run before the job ends, one way or another."""
    return job.rows if job.end_as is None else min(job.rows, int(job.rows * job.end_after))


def _append(file: FileIO, data: bytearray) -> None:
    view = memoryview(data)
    while view:
        view = view[file.write(view) or 0 :]

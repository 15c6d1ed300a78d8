"""One run, one account: what keeps a run from being gone on with where its jobs are not.

Its jobs show only to the account that made them. To the key of another account, or at another base
URL, the list of jobs lacks them, and a list that lacks a job is what lets a create be sent again.
The API does not say whose a key is, so what stands for the account are the files that were uploaded
to it: where none of them shows, nothing is concluded from what else does not.

Which content got which file is kept beside the ledger, a line each, so that one that is rebuilt
knows it: by it a job is found although its input file was deleted.
"""

from __future__ import annotations

import json
import os
from functools import partial
from pathlib import Path

from .. import errors, operations
from ..flow import Flow, Work
from .desk import Desk, text_of
from .ledger import Entry
from .room import disk_errors, sync

NAME = "uploads.jsonl"
_KEYS = {"api", "sha256", "file_id"}


def note(desk: Desk, entry: Entry, file_id: str) -> Flow[None]:
    """Keep where a shard went."""
    values = {"api": desk.api, "sha256": entry.sha256, "file_id": file_id}
    yield Work(partial(_append, desk.spec.state / NAME, values))


def api_of(state: Path) -> str | None:
    """Return the base URL at which a run was begun; None where nothing was uploaded."""
    return next((line["api"] for line in _read(state / NAME)), None)


def files_of(desk: Desk, entry: Entry) -> set[str]:
    """Return the files that a shard's content got, deleted ones too."""
    lines = _read(desk.spec.state / NAME)
    return {line["file_id"] for line in lines if line["sha256"] == entry.sha256}


def check_rebuilt(desk: Desk) -> Flow[None]:
    """See that a rebuilt ledger will look for its jobs where they were made.

    Raises:
        LedgerError: This key sees nothing that the run made.
    """
    if desk.ledger.get("rebuilt"):
        yield from check_any(desk)


def check_any(desk: Desk) -> Flow[None]:
    """See that this key sees anything of the run at all; what it does not see may be gone then.

    Raises:
        LedgerError: It sees nothing.
    """
    ids = {line["file_id"] for line in _read(desk.spec.state / NAME)}
    if not ids:
        return
    jobs = yield from desk.ask("the list of jobs", operations.list_batches())
    if any(text_of(job.input_file_id) in ids for job in jobs):
        return
    files = yield from desk.ask("the list of files", operations.list_files())
    if any(file.id in ids for file in files.data):
        return
    raise errors.LedgerError(
        f"this key sees none of the files and jobs of the run in {desk.spec.state}. If it is "
        "another account's, go on with that of the account where the run was begun. If all of them "
        "were deleted, rows whose answers are not in would be paid for again: if that is right, "
        f"remove {desk.spec.state / NAME}.",
        path=str(desk.spec.state),
    )


def check_known(desk: Desk) -> Flow[None]:
    """See, where a file is gone, that at least the run's jobs are this account's.

    Raises:
        LedgerError: This key does not see them either.
    """
    jobs = [str(entry.job_id) for entry in desk.ledger.entries() if entry.job_id is not None]
    if not jobs:
        return
    try:
        yield from desk.ask(f"job {jobs[-1]}", operations.get_batch(jobs[-1]))
    except errors.NotFoundError:
        raise errors.LedgerError(
            f"this key sees neither the files nor the jobs ({jobs[-1]}) of the run in "
            f"{desk.spec.state}: go on with a key of the account where it was begun.",
            path=str(desk.spec.state),
        ) from None


def sees(desk: Desk, file_id: str) -> Flow[bool]:
    """Say whether this key sees a file."""
    try:
        yield from desk.ask(f"file {file_id}", operations.retrieve_file(file_id))
    except errors.NotFoundError:
        return False
    return True


def _append(path: Path, values: dict[str, str]) -> None:
    lines = _read(path)
    if values in lines:
        return
    with disk_errors(path):
        with path.open("ab") as file:
            # A line that a kill or a full disk cut off is left out by those who read, and taken
            # away by the next who writes.
            file.truncate(sum(len(_line(line)) for line in lines))
            file.write(_line(values))
            file.flush()
            os.fsync(file.fileno())
        sync(path.parent)


def _line(values: dict[str, str]) -> bytes:
    return json.dumps(values).encode() + b"\n"


def _read(path: Path) -> list[dict[str, str]]:
    try:
        whole, _, _ = path.read_bytes().rpartition(b"\n")
        lines = [json.loads(line) for line in whole.split(b"\n")] if whole else []
        if not all(isinstance(line, dict) and set(line) == _KEYS for line in lines):
            raise ValueError("a line of it is another's")
    except FileNotFoundError:
        return []
    except (OSError, ValueError) as error:
        raise errors.LedgerError(f"{path} cannot be read: {error}.", path=str(path)) from error
    return lines

"""Errors of batches and of the runs over them."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING

from .base import TogetherError

if TYPE_CHECKING:
    from together_openapi.models import BatchJob

    from ..runs.check import Problem


class InvalidRowsError(TogetherError, ValueError):
    """Rows of a run that cannot be sent. Nothing was sent.

    Attributes:
        problems: What is wrong, with the line and the byte; the first 100.
        count: How many rows it is.
    """

    def __init__(self, problems: tuple[Problem, ...], count: int) -> None:
        shown = [str(problem) for problem in problems[:5]]
        if count > len(shown):
            shown.append(f"... and {count - len(shown)} more")
        rows = "1 row" if count == 1 else f"{count} rows"
        super().__init__(
            f"{rows} cannot be sent; mend them, or leave them out with on_invalid='skip'.\n  "
            + "\n  ".join(shown)
        )
        self.problems = problems
        self.count = count


class InputChangedError(TogetherError, ValueError):
    """What is kept beside the output belongs to a run of other input.

    Attributes:
        path: Where it is kept.
    """

    def __init__(self, message: str, *, path: str) -> None:
        super().__init__(message)
        self.path = path


class WaitTimeoutError(TogetherError, TimeoutError):
    """The batch was not finished in the time given. It goes on; nothing is lost.

    Attributes:
        job: The job as last seen; None where it was never seen.
    """

    def __init__(self, message: str, *, job: BatchJob | None) -> None:
        super().__init__(message)
        self.job = job


class CostLimitError(TogetherError):
    """Going on would cost more than ``max_cost``. What was submitted is collected, and kept.

    The same call with a higher ``max_cost`` goes on from there.

    Attributes:
        limit: What it may cost, in US dollars.
        spent: What it cost so far, in US dollars.
        needed: What it would have cost with the next shard, at most.
    """

    def __init__(self, message: str, *, limit: float, spent: float, needed: float) -> None:
        super().__init__(message)
        self.limit = limit
        self.spent = spent
        self.needed = needed


class LedgerError(TogetherError, RuntimeError):
    """The ledger of a run is missing, damaged, of another version, or another run's.

    Attributes:
        path: The file, or the directory of the state.
        passing: Whether the file may be sound: the disk was full, or would not be read.
    """

    def __init__(self, message: str, *, path: str, passing: bool = False) -> None:
        super().__init__(message)
        self.path = path
        self.passing = passing


class LedgerLockedError(LedgerError):
    """Another process is working on this run.

    Attributes:
        pid: Its process id, where known.
        host: The machine it runs on, where known.
        since: When it began, in seconds since the epoch, where known.
    """

    def __init__(
        self, *, path: str, pid: int | None, host: str | None, since: float | None
    ) -> None:
        who = "another process" if pid is None else f"process {pid} on {host}"
        begun = ""
        if since is not None:
            moment = datetime.fromtimestamp(since, tz=timezone.utc)
            begun = f" since {moment:%Y-%m-%d %H:%M:%S} UTC"
        super().__init__(
            f"{who} is working on the run in {path}{begun}. Wait for it, or end it; its jobs go on "
            "and the run can be taken up where it was.",
            path=path,
        )
        self.pid = pid
        self.host = host
        self.since = since

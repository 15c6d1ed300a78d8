"""The room of a run: its working directory, beside the output. Which file is where.

::

    .results.jsonl.run/
        rows.sqlite      the rows, from preparation to merge; there once preparation is complete
        shards/          the request files, one a job
        answers/         the downloaded output and error files of the jobs
        strays/          lines of answer files that belong to no row, one file a job
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import TogetherError
from ..transfer.disk import refused

TABLE = "rows.sqlite"


class Room:
    """Where a run keeps what it works on.

    Args:
        directory: Made at first use.
    """

    def __init__(self, directory: Path | str) -> None:
        self.directory = Path(os.path.abspath(directory))
        self.table = self.directory / TABLE
        self.shards = self.directory / "shards"
        self.answers = self.directory / "answers"
        self.strays = self.directory / "strays"

    @classmethod
    def beside(cls, output: Path | str) -> Room:
        """Return the room of the run that writes ``output``."""
        path = Path(os.path.abspath(output))
        return cls(path.with_name(f".{path.name}.run"))

    def make(self) -> None:
        """Make the directories.

        Raises:
            OutputError: They cannot be made.
        """
        with disk_errors(self.directory):
            for path in (self.shards, self.answers, self.strays):
                path.mkdir(parents=True, exist_ok=True)

    def shard(self, number: int) -> Path:
        """Return the path of a shard."""
        return self.shards / f"{number:05d}.jsonl"

    def __repr__(self) -> str:
        return f"Room({str(self.directory)!r})"


def sync(path: Path) -> None:
    """Have a file, or the names in a directory, on the disk and not only on its way there."""
    if os.name == "nt" and path.is_dir():  # cannot be opened there; NTFS journals its names
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno != errno.EINVAL:  # some network file systems cannot, and say so this way
            raise
    finally:
        os.close(descriptor)


def put_in_place(temporary: Path, final: Path) -> None:
    """Give a finished file its name: on the disk first, then renamed."""
    sync(temporary)
    os.replace(temporary, final)
    sync(final.parent)


@contextmanager
def disk_errors(path: Path) -> Iterator[None]:
    """Turn what the system says about writing into this library's errors."""
    try:
        yield
    except TogetherError:  # of which some are OSErrors too
        raise
    except OSError as error:
        raise refused(error, path) from error

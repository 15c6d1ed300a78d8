"""Removing what abandoned downloads left."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path

from ..names import coerce_path
from .disk import disk_errors
from .lock import FileLock

# `.NAME.part` with its record, the record's own partial file, and its lock.
_OURS = re.compile(r"(\..+\.part)(\.lock|\.json(\.\d+-\d+)?)?")


def clean(directory: str | os.PathLike[str]) -> list[Path]:
    """Remove what abandoned downloads left in a directory.

    What a download that is in progress, in whatever process, is using stays.

    Args:
        directory: The directory that the downloads went to; not those in it.

    Returns:
        The paths that were removed.

    Raises:
        OutputError: The directory cannot be read.
        InvalidArgumentError: It is no path.

    Example:
        >>> from together_ext import transfer
        >>> transfer.clean("downloads")                              # doctest: +SKIP
        [PosixPath('downloads/.file-123.jsonl.part'), ...]
    """
    root = coerce_path(directory, "directory")
    removed = []
    with disk_errors(root):
        names = sorted(entry.name for entry in os.scandir(root))
    found: dict[str, list[str]] = {}
    for name in names:
        match = _OURS.fullmatch(name)
        if match is not None:
            found.setdefault(match[1], []).append(name)
    for partial, files in found.items():
        # A name that only looks like ours (a user's own ".x.part") has no record and no lock.
        if files == [partial]:
            continue
        lock = FileLock(root / f"{partial}.lock")
        try:
            if not lock.acquire():
                continue  # someone is at work
        except OSError:
            continue
        try:
            for name in files:
                with suppress(OSError):
                    (root / name).unlink()
                    removed.append(root / name)
        finally:
            lock.release()
    return removed

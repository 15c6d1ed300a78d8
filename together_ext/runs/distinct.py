"""Which custom_ids are there twice, at a memory that does not grow with their number.

Only 64-bit hashes are kept, in buckets that go to the disk as they fill. A hash that is there twice
makes its id a *suspect*: two ids can share a hash, so the ids themselves are looked at afterwards.
In a good input there are no suspects, and nothing is looked at twice.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterator
from pathlib import Path

_BUCKETS = 64
_HELD = 8192  # hashes a bucket holds in memory: 64 x 8192 x 8 bytes = 4 MiB in all


class Distinct:
    """Takes ids, and says which hashes came more than once.

    Args:
        directory: Where buckets go that memory should not hold.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._buckets = [array("q") for _ in range(_BUCKETS)]

    def add(self, ids: list[str]) -> None:
        """Take note of ids."""
        buckets = self._buckets
        for id in ids:
            # Python's own hash: 64 bits, keyed at random in each process, so that no input can
            # be made to collide; it is used within this one process alone.
            value = hash(id)
            buckets[value & (_BUCKETS - 1)].append(value)
        for number, bucket in enumerate(buckets):
            if len(bucket) >= _HELD:
                with self._path(number).open("ab") as file:
                    bucket.tofile(file)
                del bucket[:]

    def suspects(self) -> set[int]:
        """Return the hashes that came more than once, and forget everything."""
        found: set[int] = set()
        for number in range(_BUCKETS):
            bucket = self._buckets[number]
            path = self._path(number)
            if path.exists():
                with path.open("rb") as file:
                    bucket.fromfile(file, os.fstat(file.fileno()).st_size // bucket.itemsize)
                path.unlink()
            once = set(bucket)
            if len(once) != len(bucket):
                seen: set[int] = set()
                for value in bucket:
                    if value in seen:
                        found.add(value)
                    seen.add(value)
            del bucket[:]
        return found

    def discard(self) -> None:
        """Remove what is on the disk."""
        for path in self.leftovers(self._directory):
            path.unlink(missing_ok=True)

    @staticmethod
    def leftovers(directory: Path) -> Iterator[Path]:
        """Yield the files that a killed process left."""
        return directory.glob("distinct-*.part")

    def _path(self, number: int) -> Path:
        return self._directory / f"distinct-{number:02d}.part"

"""How a large file is cut into the parts of a multipart upload. Pure.

Limits, as the API documents them: a part has at least 5 MB (the last may have less), a file at most
250 parts and 50.1 GB. Where a unit can be read in two ways, the reading is taken that holds under
both; only the largest file is read generously, because the API refuses one that is too large before
a byte of it is sent, and refusing here what it would have taken could not be helped.
"""

from __future__ import annotations

from ..errors import InvalidArgumentError
from ..records import dataclass

MIB = 1024 * 1024
MIN_PART_BYTES = 5 * MIB
MAX_PARTS = 250
MAX_FILE_BYTES = int(50.1 * 1024**3)
# What S3 takes in one PUT; above it only parts are possible.
THRESHOLD_BYTES = 5_000_000_000
# A part that fails is sent again whole, so it should not be large; each costs a request and a
# presigned URL, so it should not be small. This makes at most 250 of files up to 15.6 GiB.
PART_BYTES = 64 * MIB


@dataclass(frozen=True)
class Part:
    """One part: the bytes from ``start`` up to, not including, ``stop``.

    Attributes:
        number: Its place, counted from 1.
        start: Offset of its first byte.
        stop: Offset after its last byte.
    """

    number: int
    start: int
    stop: int

    @property
    def size(self) -> int:
        """Bytes in it."""
        return self.stop - self.start


def check_sizes(threshold: object, part_size: object, width: object) -> tuple[int, int | None, int]:
    """Refuse settings that no upload can be made with.

    Raises:
        InvalidArgumentError: They are no numbers, or parts would be smaller than the API takes.
    """
    return (
        _at_least("multipart_threshold", threshold, 0, "a number of bytes"),
        None
        if part_size is None
        else _at_least("part_size", part_size, MIN_PART_BYTES, "a number of bytes"),
        _at_least("max_connections", width, 1, "a whole number"),
    )


def _at_least(name: str, value: object, least: int, what: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise InvalidArgumentError(f"{name} must be {what}, {least} or more, not {value!r}.")
    return value


def part_size_for(size: int, wanted: int | None = None) -> int:
    """Return the size of the parts of a file.

    Args:
        size: Bytes in the file.
        wanted: The size asked for; None for 64 MiB. A larger one is returned where that would
            make more than 250 parts.
    """
    asked = wanted or PART_BYTES
    least = -(-size // MAX_PARTS)
    # Whole MiB, so that slices of the file begin at pages of it.
    return asked if asked >= least else -(-least // MIB) * MIB


def split(size: int, part_size: int) -> list[Part]:
    """Cut a file into parts, all of ``part_size`` but the last."""
    starts = range(0, size, part_size)
    return [
        Part(number, start, min(start + part_size, size)) for number, start in enumerate(starts, 1)
    ]

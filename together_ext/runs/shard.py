"""Shards: which row goes into which file. Pure.

One job takes one file, of one model. Rows of a model are laid into its shards in input order, each
filled as far as its limits allow before the next is begun: with the order kept, fewer is not
possible.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..errors import InvalidArgumentError


@dataclass(frozen=True)
class Limits:
    """How large a shard may be.

    Attributes:
        max_bytes: Bytes of a shard, line ends included. The API says "100 MB"; the decimal one
            is the smaller, and right under either reading.
        max_rows: Requests of a shard.
        max_row_bytes: Bytes of one request with its line end; None for as many as a shard holds.
            One row is held in memory whole.
    """

    max_bytes: int = 100_000_000
    max_rows: int = 50_000
    max_row_bytes: int | None = None

    def __post_init__(self) -> None:
        for name in ("max_bytes", "max_rows", "max_row_bytes"):
            value = getattr(self, name)
            if name == "max_row_bytes" and value is None:
                continue
            if not isinstance(value, int) or isinstance(value, bool) or value < 1:
                raise InvalidArgumentError(f"{name} must be a positive int, not {value!r}.")

    @property
    def row_bytes(self) -> int:
        """Bytes that one request may have, its line end included."""
        return min(self.max_bytes, self.max_row_bytes or self.max_bytes)


@dataclass(frozen=True)
class Shard:
    """A file of requests for one job.

    Attributes:
        number: Its number in the run, from 1; never given twice, retries go on counting.
        attempt: 1 for the first time its rows are asked, 2 for the first retry.
        path: The file.
        rows: Requests in it.
        size: Bytes.
        sha256: Of the file, in hex.
        model: The model all its lines name.
    """

    number: int
    attempt: int
    path: Path
    rows: int
    size: int
    sha256: str
    model: str


class Packer:
    """Says into which shard each row goes.

    Args:
        limits: How large shards may be.
        first: The number of the first shard.
    """

    def __init__(self, limits: Limits, first: int = 1) -> None:
        self._limits = limits
        self._next = first
        self._open: dict[str, list[int]] = {}  # model: [number, rows, bytes]

    def place(self, model: str, size: int) -> tuple[int, int, int | None]:
        """Place a row.

        Args:
            model: The row's model.
            size: Bytes of its line, the line end included.

        Returns:
            The shard's number, where in it the line starts, and the number of the shard that is
            full because of it, if one is.
        """
        shard = self._open.get(model)
        full: int | None = None
        if shard is not None and (
            shard[1] >= self._limits.max_rows or shard[2] + size > self._limits.max_bytes
        ):
            full, shard = shard[0], None
        if shard is None:
            shard = self._open[model] = [self._next, 0, 0]
            self._next += 1
        start = shard[2]
        shard[1] += 1
        shard[2] += size
        return shard[0], start, full

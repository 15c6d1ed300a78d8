"""Long work in pieces, so that a caller can stop between two of them or show how far it is."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Step:
    """How far a piece of work is.

    Attributes:
        what: What is being done: ``"prepare"``, ``"estimate"``, ``"collect"``, ``"retry"`` or
            ``"merge"``.
        done: Bytes (``prepare`` of a file, ``collect``) or rows (all else) so far.
        total: How many there will be; None where no one knows.
    """

    what: str
    done: int
    total: int | None = None


class Steps(Generic[T]):
    """Work that goes on only when told to.

    A generator would end with ``StopIteration``, which no future (and so no worker thread of an
    event loop) can carry.

    Args:
        generator: Yields after each piece; returns the result.

    Example:
        >>> def work():
        ...     yield Step("count", 1)
        ...     return 42
        >>> Steps(work()).run()
        42
    """

    def __init__(self, generator: Generator[Step, None, T]) -> None:
        self._generator = generator
        self._result: list[T] = []

    def advance(self) -> Step | None:
        """Do the next piece; None once the result is there."""
        if self._result:
            return None
        try:
            return next(self._generator)
        except StopIteration as stop:
            self._result.append(stop.value)
            return None

    @property
    def result(self) -> T:
        """What came of it.

        Raises:
            RuntimeError: It is not finished.
        """
        if not self._result:
            raise RuntimeError("the work is not finished: call advance() until it returns None")
        return self._result[0]

    def close(self) -> None:
        """Stop here. What was not finished leaves nothing that a later call would mistake."""
        self._generator.close()

    def run(self) -> T:
        """Do all of it and return the result."""
        while self.advance() is not None:
            pass
        return self.result

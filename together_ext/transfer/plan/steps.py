"""What a transfer says is to be done next, and what it goes by."""

from __future__ import annotations

from ...records import dataclass
from .digest import Digest
from .head import Head
from .ranges import Span


@dataclass(frozen=True)
class Known:
    """What is known of the object.

    Attributes:
        size: Its bytes; None while no one has said.
        validator: Its strong ETag; None where parts of it cannot be proven.
        digest: Its checksum, where a header gave one.
    """

    size: int | None = None
    validator: str | None = None
    digest: Digest | None = None


@dataclass(frozen=True)
class Take:
    """Do: write the body to the file.

    Attributes:
        span: Where it goes; it ends where ``span.end`` says at that moment.
        head: How it is framed.
        fresh: Whether it is a new object: what is on the disk is dropped first.
    """

    span: Span
    head: Head
    fresh: bool


@dataclass(frozen=True)
class Again:
    """Do: ask again.

    Attributes:
        why: In words.
        pause: Seconds to wait first.
        attempt: Which failure it was, counted from 0, for a growing pause; None where it was none.
        anew: Whether a signed URL must not be used again.
    """

    why: str
    pause: float = 0.0
    attempt: int | None = None
    anew: bool = False


@dataclass(frozen=True)
class Idle:
    """Do: wait until others have fetched what is missing, or have given it back."""


@dataclass(frozen=True)
class Witness:
    """Do: ask the file's metadata for its size, and tell :class:`Transfer`."""


@dataclass(frozen=True)
class Done:
    """Every byte is there."""

    size: int


@dataclass(frozen=True)
class Fail:
    """Do: give up.

    Attributes:
        why: In words.
        expected: Bytes of the file, where known.
        received: Bytes that are there.
        answer: Whether the answer itself is the error to raise.
    """

    why: str
    expected: int | None = None
    received: int = 0
    answer: bool = False

"""How a download is to be done."""

from __future__ import annotations

from ..errors import InvalidArgumentError
from ..records import dataclass

# Seconds without a byte after which a connection is dead. What is slower to begin than that is
# asked again, and storage that is that slow in the middle does not come back.
STALL_TIMEOUT = 30.0
# Seconds, some 23 days: systems count milliseconds in 31 bits, and take no endless time-out.
LONGEST_STALL = 2_000_000
MAX_CONNECTIONS = 16


@dataclass(frozen=True)
class Options:
    """How a download is to be done.

    Attributes:
        max_connections: How many may work on one file, at most.
        wait: Seconds to wait for a file that is being prepared (202 or 404).
        stall_timeout: Seconds without a byte after which it is asked for again; None leaves that
            to the client's own timeout.
        min_speed: Bytes a second; a connection that brings fewer over ``stall_timeout`` seconds is
            given up and asked for again. 0: any will do.
        durable: Whether the bytes must be on the disk before the file takes its name.
    """

    max_connections: int = MAX_CONNECTIONS
    wait: float = 0.0
    stall_timeout: float | None = None
    min_speed: float = 0.0
    durable: bool = True

    def __post_init__(self) -> None:
        """Refuse what makes no sense.

        Raises:
            InvalidArgumentError: A number is out of its range.
        """
        count = self.max_connections
        if not isinstance(count, int) or isinstance(count, bool) or count < 1:
            raise InvalidArgumentError(
                f"max_connections must be a whole number, 1 or more, not {count!r}."
            )
        if not self.wait >= 0:
            raise InvalidArgumentError(f"wait must be 0 s or more, not {self.wait!r}.")
        if self.stall_timeout is not None and not 0 < self.stall_timeout <= LONGEST_STALL:
            raise InvalidArgumentError(
                f"stall_timeout must be more than 0 s and at most {LONGEST_STALL}, "
                f"not {self.stall_timeout!r}."
            )
        if not self.min_speed >= 0:
            raise InvalidArgumentError(f"min_speed must be 0 B/s or more, not {self.min_speed!r}.")

"""How a download is to be done."""

from __future__ import annotations

from ..errors import InvalidArgumentError
from ..names import check_number
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
        check_number("wait", self.wait, "s")
        if self.stall_timeout is not None:
            check_number("stall_timeout", self.stall_timeout, "s", above_zero=True)
            if self.stall_timeout > LONGEST_STALL:
                raise InvalidArgumentError(
                    f"stall_timeout must be {LONGEST_STALL} s at most, not {self.stall_timeout!r}."
                )
        check_number("min_speed", self.min_speed, "B/s")

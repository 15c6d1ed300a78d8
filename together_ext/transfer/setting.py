"""What a download works with."""

from __future__ import annotations

import threading
from collections.abc import Callable

from ..calls import Policy
from ..progress import Meter
from ..records import dataclass, field
from .body import Hands, SharedSlots
from .place import Directories

# Helpers of all downloads of one client that runs them one by one: two hundred at once, each with
# fifteen, would be three thousand threads.
HELPERS = 128


class Slots:
    """Counts the connections that are free."""

    def __init__(self, count: int) -> None:
        self._free = threading.Semaphore(count)

    def take(self) -> bool:
        """Take one if there is one."""
        return self._free.acquire(blocking=False)

    def give(self) -> None:
        """Give one back."""
        self._free.release()


@dataclass(frozen=True)
class Setting:
    """What a download works with.

    Attributes:
        hands: Makes what does the talking, for each thread.
        policy: How calls are repeated.
        meter: Counts.
        tell: Called in the thread that the download runs in, after each piece.
        slots: The connections that it shares with other downloads; None where it shares none.
        directories: Those of the downloads that it belongs to.
    """

    hands: Callable[[], Hands]
    policy: Policy
    meter: Meter
    tell: Callable[[], None]
    slots: SharedSlots | None = None
    directories: Directories = field(default_factory=Directories)

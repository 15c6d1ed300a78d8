"""How far an upload in parts is: counted in many threads, told in one."""

from __future__ import annotations

import threading

from ..progress import Meter


class Tally:
    """Counts the bytes of parts that are sent side by side.

    Args:
        meter: Whom to tell.
        size: Bytes in all.
        resumed_from: Bytes that were there before.
    """

    def __init__(self, meter: Meter, size: int, resumed_from: int) -> None:
        self._meter = meter
        self._size = size
        self._lock = threading.Lock()
        self._done = resumed_from
        self._under_way = 0
        meter.begin(size, resumed_from)

    def began(self) -> None:
        """One more is under way."""
        with self._lock:
            self._under_way += 1

    def ended(self) -> None:
        """One is there."""
        with self._lock:
            self._under_way -= 1

    def advance(self, count: int) -> None:
        """Count bytes that were sent; fewer than none where they are sent again."""
        with self._lock:
            self._done += count

    def tell(self) -> None:
        """Tell the meter, in the thread that waits."""
        with self._lock:
            done, connections = self._done, max(1, self._under_way)
        self._meter.update(done, self._size, connections)
        self._meter.tick()

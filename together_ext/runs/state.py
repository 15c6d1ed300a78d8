"""The state of a run on the disk: made, opened by one process at a time, rebuilt."""

from __future__ import annotations

from .._version import __version__
from ..errors import LedgerError
from . import ledgerfile, spec
from .ledger import Ledger
from .lock import Lock
from .spec import Spec


class State:
    """The directory of a run's state, held by this process.

    Args:
        what: What the run is to do.
    """

    def __init__(self, what: Spec) -> None:
        self._spec = what
        self._lock = Lock(what.state)
        self._ledger: Ledger | None = None
        self._fresh = False

    def open(self, *, rebuild: bool) -> Ledger:
        """Become the one who writes, and open the ledger; make it where there never was one.

        The ledger is made before the spec is kept, and both before any row is read. So where there
        is a spec or a table of rows and no ledger, one was lost.

        Args:
            rebuild: Where the ledger is lost or cannot be used, begin a new one that takes over
                what the API's list shows.

        Raises:
            LedgerLockedError: Another process is working on this run.
            LedgerError: The ledger cannot be used.
        """
        what, room = self._spec, self._spec.room
        room.make()
        self._lock.acquire()
        there = (what.state / ledgerfile.NAME).exists()
        begun = (what.state / spec.NAME).exists() or room.table.exists()
        if not there and not begun:
            ledgerfile.create(what.state, {"endpoint": what.endpoint})
            self._fresh = True
        if self._fresh or not (what.state / spec.NAME).exists():
            what.save()  # else once it is certain that the call is one for this run
        try:
            self._ledger = Ledger(what.state, any_code=rebuild)
        except LedgerError as error:
            if not rebuild or error.passing:
                raise
            ledgerfile.set_aside(what.state)
            values = {"endpoint": what.endpoint, "rebuilt": True}
            if (what.state / spec.CANCELLED).exists():
                values["cancelled"] = True
            ledgerfile.create(what.state, values)
            self._ledger = Ledger(what.state)
        if rebuild:
            self._ledger.put({"code": __version__})
        return self._ledger

    @property
    def is_open(self) -> bool:
        """Whether there is a ledger to ask."""
        return self._ledger is not None

    @property
    def is_fresh(self) -> bool:
        """Whether the run begins here and now."""
        return self._fresh

    def discard(self) -> None:
        """Forget a run that never began: of which no row was taken.

        The lock's file stays: another process may be waiting at it.
        """
        if self._ledger is None or not self._fresh:
            return
        self._ledger.close()
        ledger, self._ledger = self._ledger.path, None
        for path in (self._spec.state / spec.NAME, ledger):
            path.unlink(missing_ok=True)
        self._lock.release()

    def close(self) -> None:
        """Let the next one in."""
        if self._ledger is not None:
            self._ledger.close()
        self._lock.release()

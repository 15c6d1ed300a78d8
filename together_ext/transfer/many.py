"""Many downloads at once, with one bound on their connections."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..errors import TogetherError
from ..progress import Meter
from .download import Download, FileObject, Setting
from .options import Options
from .source import Source

# Files at once: more cost CPU and gain nothing (500 files of 100 KB, measured); connections beyond
# these go to files that several make faster.
_WORKERS = 8


@dataclass(frozen=True)
class DownloadSummary:
    """What came of many downloads.

    Attributes:
        files: Those that are there, in the order of the ids.
        failures: The error of each that is not, by its id.
        bytes: Of the files, together.
        seconds: From the beginning to the end.
    """

    files: list[FileObject]
    failures: dict[str, TogetherError]
    bytes: int
    seconds: float


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


class Downloads:
    """Many downloads. :meth:`run` blocks; :meth:`stop` may come from any thread.

    Args:
        work: What goes where.
        options: For each; ``max_connections`` is for all together.
        setting: Makes what one download works with.
        first_error_ends: Whether a failure ends all of them, and is raised.
    """

    def __init__(
        self,
        work: Sequence[tuple[Source, Path]],
        options: Options,
        setting: Callable[[Slots], Setting],
        first_error_ends: bool,
    ) -> None:
        self._work = list(work)
        self._options = options
        self._workers = max(1, min(_WORKERS, options.max_connections, len(self._work)))
        # One for each worker's own; what is left is for helpers.
        self._slots = Slots(options.max_connections - self._workers)
        self._setting = setting
        self._first_error_ends = first_error_ends
        self._lock = threading.Lock()
        self._next = 0
        self._done: dict[str, FileObject] = {}
        self._failures: dict[str, TogetherError] = {}
        self._crash: BaseException | None = None
        self._running: set[Download] = set()
        self._stopped = False

    def run(self) -> DownloadSummary:
        """Download them all.

        Raises:
            TogetherError: The first failure, if that is to end them.
        """
        started = time.monotonic()
        threads = [
            threading.Thread(target=self._worker, name="together-ext file", daemon=True)
            for _ in range(self._workers)
        ]
        try:
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        except BaseException:  # Ctrl-C
            self.stop()
            for thread in threads:
                if thread.ident is not None:
                    thread.join()
            raise
        if self._crash is not None:
            raise self._crash
        files = [self._done[s.id] for s, _ in self._work if s.id in self._done]
        if self._failures and self._first_error_ends:
            raise next(iter(self._failures.values()))
        return DownloadSummary(
            files,
            dict(self._failures),
            sum(file.size for file in files),
            time.monotonic() - started,
        )

    def stop(self) -> None:
        """Have :meth:`run` end soon; what can be gone on with is kept."""
        with self._lock:
            self._stopped = True
            running = list(self._running)
        for download in running:
            download.stop()

    def _worker(self) -> None:
        while True:
            with self._lock:
                if self._stopped or self._next == len(self._work):
                    break
                source, path = self._work[self._next]
                self._next += 1
                download = Download(source, path, self._options, self._setting(self._slots))
                self._running.add(download)
            try:
                file = download.run()
            except TogetherError as error:
                with self._lock:
                    stopped = self._stopped
                    if not stopped:
                        self._failures[source.id] = error
                if self._first_error_ends and not stopped:
                    self.stop()
            except BaseException as error:
                self._crash = error
                self.stop()
            else:
                with self._lock:
                    self._done[source.id] = file
            finally:
                with self._lock:
                    self._running.discard(download)
        self._slots.give()  # its own: a helper of a file that is still coming may have it


def setting_for_many(setting: Setting, slots: Slots) -> Setting:
    """Return what one of many works with: no one listens to it, and connections are shared."""
    return replace(setting, meter=Meter(None), slots=slots)

"""Many downloads at once, with one bound on their connections."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

from ..errors import TogetherError
from ..progress import INTERVAL, Sum
from ..records import dataclass
from ..turns import current, in_turns, resting
from .disk import refused
from .download import Download, FileObject
from .options import Options
from .place import SharedDirectories
from .setting import Setting, Slots
from .source import Source

# Files at once: more cost CPU and gain nothing (500 files of 100 KB, measured); connections beyond
# these go to files that several make faster.
_WORKERS = 8
# How many begin: where the server is near, more only wait for the interpreter and each other (8
# took a sixth more CPU than one, and no less time). They are doubled while this process sleeps for
# more than the rest of the time.
_FIRST = 2
_BUSY = 0.4
_LOOK = 0.02  # seconds between two looks


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


class Downloads:
    """Many downloads. :meth:`run` blocks; :meth:`stop` may come from any thread.

    Args:
        work: What goes where.
        options: For each; ``max_connections`` is for all together.
        setting: What they work with. Its ``tell`` is called ten times a second in the thread that
            runs them.
        first_error_ends: Whether a failure ends all of them, and is raised.
    """

    def __init__(
        self,
        work: Sequence[tuple[Source, str]],
        options: Options,
        setting: Setting,
        first_error_ends: bool,
    ) -> None:
        self._work = list(work)
        self._options = options
        workers = max(1, min(_WORKERS, options.max_connections, len(self._work)))
        # One for each worker's own; what is left is for helpers.
        self._slots = Slots(options.max_connections - workers)
        self._spare = workers  # not at work yet
        self._threads: list[threading.Thread] = []
        self._looked = self._cpu = 0.0
        self._setting = setting
        self._directories = SharedDirectories()
        self._sum = Sum(setting.meter, len(self._work))
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
        try:
            self._hire(_FIRST)
            if not self._threads:
                self._spare -= 1
                self._worker()
            while working := [thread for thread in self._threads if thread.is_alive()]:
                with resting():
                    working[0].join(_LOOK if self._spare else INTERVAL)
                self._setting.tell()
                self._look()
        except BaseException:  # Ctrl-C
            self.stop()
            with resting():
                for thread in self._threads:
                    if thread.ident is not None:
                        thread.join()
            raise
        finally:
            self._keep_names()
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

    def _keep_names(self) -> None:
        """Have the disk keep the names of the files; one whose name it may not keep has failed."""
        with resting():
            failed = self._directories.sync()
        for id, file in list(self._done.items()):
            if file.filename in failed:
                del self._done[id]
                self._failures[id] = refused(failed[file.filename], file.filename)

    def _hire(self, count: int) -> None:
        for _ in range(min(count, self._spare)):
            thread = threading.Thread(
                target=in_turns,
                args=(current(), self._worker),
                name="together-ext file",
                daemon=True,
            )
            self._threads.append(thread)
            try:
                thread.start()
            except RuntimeError:  # the system has no more threads now
                self._threads.remove(thread)
                break
            self._spare -= 1
        self._looked, self._cpu = time.monotonic(), time.process_time()

    def _look(self) -> None:
        """Have more at work, where those that are mostly wait."""
        elapsed = time.monotonic() - self._looked
        with self._lock:
            left = not self._stopped and self._next < len(self._work)
        if not left:
            for _ in range(self._spare):
                self._slots.give()
            self._spare = 0
        elif elapsed >= _LOOK:
            busy = (time.process_time() - self._cpu) / elapsed
            self._hire(len(self._threads) if busy < _BUSY else 0)

    def _worker(self) -> None:
        while True:
            with self._lock:
                if self._stopped or self._next == len(self._work):
                    break
                source, path = self._work[self._next]
                self._next += 1
                meter = self._sum.part()
                setting = Setting(
                    *(self._setting.hands, self._setting.policy, meter, _nothing),
                    slots=self._slots,
                    directories=self._directories,
                )
                download = Download(source, path, self._options, setting)
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
                meter.finish()
                with self._lock:
                    self._running.discard(download)
        self._slots.give()  # its own: a helper of a file that is still coming may have it


def _nothing() -> None:
    """Tell nothing: the thread that runs them does, for all."""

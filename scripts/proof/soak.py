"""Downloads killed with SIGKILL at random moments until they complete.

Each is killed, and called again, until one call returns. Looked at all the while: no file stands
under its final name before it is whole, and none that is has a wrong byte. Counted at the end: the
bytes that were fetched twice. ``soak.py [downloads [seed [share]]]``; exit status 1 where a promise
broke, or where more than that share was fetched twice.

The server runs in a process of its own; the workers' interpreter has everything imported before it
forks, so that an attempt costs a fork and not a start-up. The kill is a real one.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from proof.chaos import Answer, Chaos, Content

from together_ext import Together

DOWNLOADS = 1000
AT_ONCE = 6
SIZES = (8_000_000, 32_000_000)
# Bytes a second: of one connection, and of all downloads together. A file takes three seconds to
# twelve; if it took less, what is on the wire at a kill would be a large part of it.
RATE, TOTAL_RATE = 1_500_000, 16_000_000
# Seconds after which an attempt is killed at the latest.
LONGEST = 6.0
# Most that may be fetched twice, of all bytes.
TWICE = 0.05
# So many kills, and not done: it does not get on.
ENOUGH = 200


@dataclass(frozen=True)
class Work:
    """One download to complete.

    Attributes:
        id: The file's id; the server makes one of this size and seed.
        size: Bytes.
        seed: Of the bytes.
    """

    id: str
    size: int
    seed: int


@dataclass
class Tally:
    """What came of them all.

    Attributes:
        completed: Downloads that are whole.
        kills: Attempts that were killed.
        size: Bytes of all files.
        sent: Bytes that the server sent.
        problems: Promises that broke, in words.
    """

    completed: int = 0
    kills: int = 0
    size: int = 0
    sent: int = 0
    problems: tuple[str, ...] = ()

    @property
    def twice(self) -> float:
        """The share of bytes that was fetched again."""
        return (self.sent - self.size) / self.size if self.size else 0.0

    def __str__(self) -> str:
        return (
            f"{self.completed} downloads of {self.size / 1e6:.0f} MB completed after {self.kills} "
            f"kills; {100 * self.twice:.2f} % of the bytes fetched twice"
        )


class Attempt:
    """One call of ``retrieve_content``, in a process of its own that dies when it is told to."""

    def __init__(self, base_url: str, work: Work, output: Path) -> None:
        self.pid = os.fork()
        if self.pid == 0:
            status = 1
            try:
                with Together(api_key="soak", base_url=base_url) as client:
                    client.files.retrieve_content(work.id, output=output, progress=False)
                status = 0
            except Exception as error:
                print(f"{work.id}: {type(error).__name__}: {error}", file=sys.stderr, flush=True)
            finally:
                os._exit(status)

    def ended(self) -> int | None:
        """Return the exit status; None while it runs."""
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        return os.waitstatus_to_exitcode(status) if pid else None

    def kill(self) -> None:
        """Kill it, and wait until it is dead."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


class Download:
    """One file on its way through many attempts."""

    def __init__(self, base_url: str, work: Work, directory: Path, chance: random.Random) -> None:
        self.work = work
        self.output = directory / f"{work.id}.jsonl"
        self.kills = 0
        self.problems: list[str] = []
        self._base_url = base_url
        self._chance = chance
        self._checked = False
        self._begin()

    def _begin(self) -> None:
        self._attempt = Attempt(self._base_url, self.work, self.output)
        # Any moment: before the first request, between any two bytes, after the last.
        self._until = time.monotonic() + self._chance.uniform(0, LONGEST)

    def step(self) -> bool:
        """Look at it; kill it when its time has come. Say whether there is an end."""
        self._look()
        status = self._attempt.ended()
        if status is not None:
            self._look()
            if status != 0:
                self.problems.append(f"{self.work.id}: ended with status {status}")
            elif not self._checked:
                self.problems.append(f"{self.work.id}: success, and no file")
            return True
        if time.monotonic() >= self._until:
            self._attempt.kill()
            self.kills += 1
            self._look()
            if self.kills >= ENOUGH:
                self.problems.append(f"{self.work.id}: not done after {ENOUGH} kills")
                return True
            self._begin()
        return False

    def _look(self) -> None:
        if self._checked or not self.output.exists():
            return
        self._checked = True
        problem = wrong(self.work, self.output)
        if problem is not None:
            self.problems.append(problem)

    def abandon(self) -> None:
        """End what still runs."""
        if self._attempt.ended() is None:
            self._attempt.kill()


def works(downloads: int, chance: random.Random, sizes: tuple[int, int] = SIZES) -> Iterator[Work]:
    """Make up the files, each of another size."""
    for number in range(downloads):
        yield Work(f"file-{number:04}", chance.randint(*sizes), number)


def soak(todo: list[Work], directory: Path, chance: random.Random, at_once: int = AT_ONCE) -> Tally:
    """Download them all, in spite of everything."""
    tally = Tally(size=sum(work.size for work in todo))
    problems: list[str] = []
    with serving(todo) as server:
        waiting, running = list(reversed(todo)), list[Download]()
        try:
            while waiting or running:
                while waiting and len(running) < at_once:
                    running.append(Download(server.base_url, waiting.pop(), directory, chance))
                for download in list(running):
                    if download.step():
                        running.remove(download)
                        tally.kills += download.kills
                        tally.completed += not download.problems
                        problems += download.problems
                        left = left_beside(download.output)
                        problems += [f"{download.work.id}: left behind: {left}"] * bool(left)
                        download.output.unlink(missing_ok=True)
                time.sleep(0.002)
        finally:
            for download in running:
                download.abandon()
        tally.sent = server.sent()
    tally.problems = tuple(problems)
    return tally


def wrong(work: Work, output: Path) -> str | None:
    """Say what is wrong with a file under its final name; None where nothing is."""
    with output.open("rb") as file:
        pieces = iter(lambda: file.read(1 << 20), b"")
        different = Content(work.size, work.seed).first_difference(pieces)
    if different is None:
        return None
    return f"{work.id}: under its final name, and wrong from byte {different}"


def left_beside(output: Path) -> list[str]:
    """Return the names of what a download left beside its file."""
    names = [path.name for path in output.parent.iterdir()]
    return [name for name in names if output.name in name and name != output.name]


class Server:
    """The chaos server in its process."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.base_url = self._ask("")

    def sent(self) -> int:
        """Return the bytes of bodies that it has sent."""
        return int(self._ask("sent\n"))

    def _ask(self, question: str) -> str:
        assert self._process.stdin is not None  # PIPE
        assert self._process.stdout is not None
        self._process.stdin.write(question)
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()


@contextmanager
def serving(todo: list[Work]) -> Iterator[Server]:
    """Run a server that has these files."""
    files = "\n".join(f"{work.id} {work.size} {work.seed}" for work in todo)
    process = subprocess.Popen(
        [sys.executable, __file__, "--serve"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdin is not None  # PIPE
        process.stdin.write(f"{files}\n\n")
        process.stdin.flush()
        yield Server(process)
    finally:
        process.kill()
        process.communicate()


def serve() -> None:
    """Be the server: files on standard input, an empty line, then one question a line."""
    with Chaos(total_rate=TOTAL_RATE) as server:
        while line := sys.stdin.readline().strip():
            id, size, seed = line.split()
            server.add(id, int(size), seed=int(seed)).script(then=Answer(rate=RATE))
        print(server.base_url, flush=True)
        while sys.stdin.readline():
            print(server.sent, flush=True)


def preload() -> None:
    """Import all that a download imports, before the first fork."""
    with tempfile.TemporaryDirectory() as directory:
        work = Work("file-warm", 1000, 0)
        with serving([work]) as server, Together(api_key="x", base_url=server.base_url) as client:
            client.files.retrieve_content(work.id, output=Path(directory) / "x", progress=False)


def main() -> int:
    """Run it and say what came of it."""
    downloads = int(sys.argv[1]) if len(sys.argv) > 1 else DOWNLOADS
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(1 << 32)
    most = float(sys.argv[3]) if len(sys.argv) > 3 else TWICE
    print(f"{downloads} downloads, seed {seed}", flush=True)
    chance = random.Random(seed)
    began = time.monotonic()
    preload()
    with tempfile.TemporaryDirectory() as directory:
        tally = soak(list(works(downloads, chance)), Path(directory), chance)
    print(f"{tally}, in {time.monotonic() - began:.0f} s")
    for problem in tally.problems:
        print(problem)
    if tally.twice > most:
        print(f"more than {100 * most:.0f} % of the bytes were fetched twice")
    return 1 if tally.problems or tally.twice > most else 0


if __name__ == "__main__":
    if sys.argv[1:] == ["--serve"]:
        serve()
    else:
        sys.exit(main())

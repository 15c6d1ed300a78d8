"""Downloads measured beside curl, aria2, wget and the published clients, in one run.

Every client is a process; in each round every client runs once, in another order, and the ratios
are taken within a round. ``transfer.py --help`` says how to run less of it. Prints Markdown.
"""

from __future__ import annotations

import argparse
import filecmp
import os
import platform
import random
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.transfers import clients, servers
from bench.transfers.clients import Client, Job
from bench.transfers.line import SERVER, line, why_not
from bench.transfers.measure import FailedError, Sample, Series, interleave, run
from bench.transfers.report import Table, markdown, picture
from proof.clients import environment
from proof.nginx import BINARY

GIB = 1 << 30
LIMIT = 20_000_000  # bytes a second and connection, where the line is throttled
ROUND_TRIP = 0.05
LOSSES = ((0.01, 4 << 20), (0.001, 64 << 20))
SCENARIOS = ("http", "https", "disk", "throttled", "loss", "many", "retrieve", "parallel")
PATIENCE = 600


class Bench:
    """One run of it.

    Args:
        work: A directory on tmpfs: what is served lies there, and what comes back.
        disk: A directory on a disk.
        rounds: How often each client runs.
        scale: Sizes are multiplied by it; less than 1 to try it out.
        only: Words; clients that have none of them in their names stay out, but for the one that
            the others are compared with. None: all take part.
    """

    def __init__(
        self, work: Path, disk: Path, rounds: int, scale: float, only: Sequence[str] = ()
    ) -> None:
        self.only = only
        self.work = work
        self.disk = disk
        self.rounds = rounds
        self.big = int(GIB * scale)
        self.middle = int(GIB / 2 * scale)
        self.lossy = [int(size * max(scale, 0.05)) for _, size in LOSSES]
        self.files = max(2, int(servers.MANY * min(1.0, scale * 4)))
        self.root = work / "root"
        self.home = work / "home"
        self._chance = random.Random(1)
        self._compared: set[tuple[str, str]] = set()
        for directory in (self.root, self.home):
            directory.mkdir()
        servers.make_files(self.root, self.big, self.middle, self.lossy)

    def one_file(
        self,
        title: str,
        base: str,
        id: str,
        who: Sequence[Client],
        *,
        onto: Path | None = None,
        within: Sequence[str] = (),
    ) -> Table:
        """Measure clients at one file; the first of them is what the others are compared with."""
        size = (self.root / id).stat().st_size
        found, missing = self._measure(title, base, (id,), size, who, onto or self.work, within)
        return Table(title, who[0].name, found, missing, gibibytes=size / GIB)

    def many_files(self, title: str, base: str, who: Sequence[Client], *, stored: bool) -> Table:
        """Measure clients at many files; a run with one of them tells what the start costs."""
        ids = tuple(f"file-{number}" for number in range(self.files))
        size = servers.SMALL if stored else 0
        found, missing = self._measure(title, base, ids, size, who, self.work, ())
        once, _ = self._measure(f"{title}: one", base, ids[:1], size, who, self.work, ())
        start = {series.name: series.median("cpu") for series in once if not series.failed}
        return Table(title, who[0].name, found, missing, files=len(ids) - 1, overhead=start)

    def _measure(
        self,
        title: str,
        base: str,
        ids: tuple[str, ...],
        size: int,
        who: Sequence[Client],
        onto: Path,
        within: Sequence[str],
    ) -> tuple[list[Series], list[str]]:
        print(f"  {title}", file=sys.stderr, flush=True)
        if self.only:
            who = [who[0], *(c for c in who[1:] if any(word in c.name for word in self.only))]
        missing = [client.name for client in who if client.missing]
        for name in missing:
            print(f"    {name}: not here", file=sys.stderr)

        def task(client: Client) -> Callable[[], Sample]:
            def once() -> Sample:
                with tempfile.TemporaryDirectory(dir=onto) as directory:
                    job = Job(base, ids, Path(directory), size)
                    command = [*within, *client.command(job)]
                    os.sync()  # what the last one left to be written is not this one's to wait for
                    sample = run(command, environment(self.home, here=client.here), PATIENCE)
                    self._check(title, client, job)
                return sample

            return once

        tasks = {client.name: task(client) for client in who if not client.missing}
        return interleave(tasks, self.rounds, self._chance), missing

    def _check(self, title: str, client: Client, job: Job) -> None:
        """See that the files came: their sizes always, their bytes in the first round."""
        if job.size == 0 or (client.name == "wget" and len(job.ids) > 1):
            return
        first = (title, client.name) not in self._compared
        self._compared.add((title, client.name))
        for id in job.ids:
            meant = self.root / id
            # retrieve_many gives the name that retrieve_content would.
            came = job.directory / (id if (job.directory / id).exists() else f"{id}.jsonl")
            if not came.exists() or came.stat().st_size != meant.stat().st_size:
                raise FailedError(f"{id} did not come whole")
            if first and not filecmp.cmp(came, meant, shallow=False):
                raise FailedError(f"{id} came with other bytes")


def scenarios(bench: Bench, chosen: Sequence[str]) -> Iterator[Table]:
    """Run what was chosen."""
    everyone = [
        clients.CURL,
        clients.here(1),
        clients.aria2(1),
        clients.WGET,
        clients.PUBLIC_V1,
        clients.PUBLIC_V3,
        clients.HUGGING,
        clients.PLAIN_HTTPX,
    ]
    size = f"{bench.big / GIB:.3g} GiB"
    with servers.serving(bench.root, bench.work / "nginx") as nginx:
        if "https" in chosen:
            yield bench.one_file(f"{size}, one stream, HTTPS, tmpfs", nginx.https, "big", everyone)
        if "http" in chosen:
            yield bench.one_file(f"{size}, one stream, HTTP, tmpfs", nginx.http, "big", everyone)
        if "disk" in chosen:
            for scheme, base in (("HTTPS", nginx.https), ("HTTP", nginx.http)):
                title = f"{size}, one stream, {scheme}, disk"
                yield bench.one_file(title, base, "big", everyone, onto=bench.disk)
        if "parallel" in chosen:
            who = [clients.here(1), clients.here(16)]
            for scheme, base in (("HTTPS", nginx.https), ("HTTP", nginx.http)):
                title = f"{size}, {scheme}, tmpfs, a line that is not throttled"
                yield bench.one_file(title, base, "big", who)
        if "many" in chosen:
            title = f"{bench.files} files of 100 KB, HTTPS, tmpfs"
            yield bench.many_files(title, nginx.https, clients.MANY_FILES, stored=True)
        if "retrieve" in chosen:
            title = f"{bench.files} answers of 1 KiB, HTTP"
            yield bench.many_files(title, nginx.http, clients.MANY_RETRIEVED, stored=False)
    if "throttled" in chosen:
        with servers.serving(bench.root, bench.work / "throttled", limit=LIMIT) as nginx:
            title = f"{bench.middle / GIB:.3g} GiB, 20 MB/s a connection, HTTP, tmpfs"
            who = [clients.aria2(8), clients.here(8), clients.CURL]
            yield bench.one_file(title, nginx.http, "middle", who)
    if "loss" in chosen:
        yield from lossy(bench)


def lossy(bench: Bench) -> Iterator[Table]:
    """Measure on a bad line."""
    reason = why_not()
    if reason is not None:
        print(f"  a lossy line: skipped, {reason}", file=sys.stderr)
        return
    who = [clients.aria2(8), clients.here(8), clients.CURL]
    for number, (loss, _) in enumerate(LOSSES):
        with (
            line(ROUND_TRIP / 2, loss) as ends,
            servers.serving(
                bench.root, bench.work / f"lossy-{number}", host=SERVER, within=ends.server
            ) as nginx,
        ):
            size = bench.lossy[number] / (1 << 20)
            title = f"{size:.3g} MiB, 50 ms and {100 * loss:.3g} % loss, HTTP"
            yield bench.one_file(title, nginx.http, f"lossy-{number}", who, within=ends.client)


@contextmanager
def directories(disk: Path) -> Iterator[tuple[Path, Path]]:
    """Have a directory on tmpfs (where there is one) and one on the disk, both gone afterwards."""
    memory = "/dev/shm" if os.path.isdir("/dev/shm") else None
    disk.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(dir=memory) as work,
        tempfile.TemporaryDirectory(dir=disk) as onto,
    ):
        yield Path(work), Path(onto)


def about() -> str:
    """Say what it was measured on."""
    tools = [name for name in ("curl", "aria2c", "wget") if shutil.which(name)]
    return (
        f"CPython {platform.python_version()}, {platform.system()} {platform.machine()}, "
        f"{os.cpu_count()} cores; nginx; {', '.join(tools)}. CPU is user and system time of the "
        "whole process; ratios are taken within a round; in brackets the least and the most."
    )


def main() -> int:
    """Run what the arguments choose."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenario", nargs="*", help=f"of: {', '.join(SCENARIOS)}; all by default")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--scale", type=float, default=1.0, help="0.05 to try it out")
    parser.add_argument("--only", nargs="*", default=(), help="words of clients' names")
    parser.add_argument("--disk", type=Path, default=Path(".bench"), help="a directory on a disk")
    parser.add_argument("--out", type=Path, help="where transfers.md and transfers.png go")
    options = parser.parse_args()
    unknown = set(options.scenario) - set(SCENARIOS)
    if unknown:
        parser.error(f"no such scenario: {', '.join(sorted(unknown))}")
    if BINARY is None:
        print("nginx is not here; on Debian and Ubuntu: apt-get install nginx-light")
        return 2
    # A gigabyte on tmpfs and an nginx are not left behind by a kill.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    tables: list[Table] = []
    parts = [about() + f" {options.rounds} rounds.\n"]
    with directories(options.disk) as (work, disk):
        bench = Bench(work, disk, options.rounds, options.scale, options.only)
        for table in scenarios(bench, options.scenario or SCENARIOS):
            tables.append(table)
            parts.append(markdown(table))
            print(parts[-1], flush=True)
    if options.out is not None:
        options.out.mkdir(parents=True, exist_ok=True)
        (options.out / "transfers.md").write_text("\n".join(parts))
        if not picture(tables, options.out / "transfers.png"):
            print("no picture: pip install 'together-ext[bench]'", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())

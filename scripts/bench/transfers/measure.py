"""Runs commands and measures each as a whole process: time, CPU, peak memory."""

from __future__ import annotations

import os
import random
import re
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

# Seconds between looks at the peak. It only grows: what comes in the last of them is missed.
LOOK = 0.01


@dataclass(frozen=True)
class Sample:
    """One run of one command.

    Attributes:
        wall: Seconds.
        cpu: Seconds of user and system time, start-up included.
        peak: MB of memory at most (VmHWM).
    """

    wall: float
    cpu: float
    peak: float


class FailedError(RuntimeError):
    """A command ended with an error; the text is its last words."""


def run(command: Sequence[str], environment: Mapping[str, str], patience: float) -> Sample:
    """Run a command and measure it.

    Raises:
        FailedError: It failed, or did not end in ``patience`` seconds.
    """
    began = time.perf_counter()
    process = subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None  # PIPE
    said: list[str] = []
    reader = threading.Thread(target=lambda: said.append(process.stderr.read()))  # type: ignore[union-attr]  # PIPE
    reader.start()
    peak = 0.0
    try:
        while True:
            # wait4, because getrusage(RUSAGE_CHILDREN) would add up all that ever ran.
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            peak = max(peak, _peak(process.pid))
            if time.perf_counter() - began > patience:
                process.kill()
                os.wait4(process.pid, 0)
                process.returncode = -9
                raise FailedError(f"no end within {patience:.0f} s")
            time.sleep(LOOK)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
    finally:
        reader.join()
        process.stderr.close()
    if process.returncode != 0:
        last = said[0].strip().splitlines()[-1:] or [f"exit status {process.returncode}"]
        raise FailedError(last[0])
    return Sample(wall, usage.ru_utime + usage.ru_stime, peak)


def _peak(pid: int) -> float:
    # Not ru_maxrss, which begins with what the parent had when it forked.
    try:
        found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0.0
    return int(found[1]) / 1024 if found else 0.0


@dataclass
class Series:
    """All runs of one client in one scenario, round by round.

    Attributes:
        name: The client's.
        samples: One a round.
        failed: Why it has none.
    """

    name: str
    samples: list[Sample] = field(default_factory=list)
    failed: str | None = None

    def median(self, what: str) -> float:
        """Return the median of ``wall``, ``cpu`` or ``peak``."""
        return float(statistics.median(getattr(sample, what) for sample in self.samples))

    def ratio(self, other: Series, what: str) -> tuple[float, float, float]:
        """Compare with another client, round by round; return the median, least and most."""
        pairs = zip(self.samples, other.samples, strict=True)
        ratios = [getattr(one, what) / max(getattr(two, what), 1e-9) for one, two in pairs]
        return statistics.median(ratios), min(ratios), max(ratios)


def interleave(
    tasks: Mapping[str, Callable[[], Sample]], rounds: int, chance: random.Random
) -> list[Series]:
    """Run every task once a round, in another order each; what fails once is out, aloud."""
    series = {name: Series(name) for name in tasks}
    for number in range(rounds):
        names = [name for name in tasks if series[name].failed is None]
        chance.shuffle(names)
        for name in names:
            try:
                series[name].samples.append(tasks[name]())
            except FailedError as error:
                series[name].failed = str(error)
                print(f"    {name}: {error}", file=sys.stderr, flush=True)
        print(f"    round {number + 1} of {rounds}", file=sys.stderr, flush=True)
    return list(series.values())

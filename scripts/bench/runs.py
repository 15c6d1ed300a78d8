"""Where the time of a run goes, and what memory it takes: ``python scripts/bench/runs.py 100000``.

Rows of about 2 KB go through the emulator's echo engine on loopback. The emulator is a process of
its own and shares the machine; what it takes to answer shows as waiting. Memory is VmHWM of the
client's process: the most it ever held.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from proof.emulator import emulator

FILLER = "The quick brown fox jumps over the lazy dog. " * 40
PHASES = {
    "prepare": "read, check and split the rows",
    "put_content": "upload",
    "wait": "wait for the jobs",
    "receive": "download",
    "collect": "note what became of each row",
    "retry": "look for rows to ask again",
    "merge": "write the results",
    "other": "ledger, other requests",
}


def write_rows(path: Path, count: int) -> None:
    """Write so many requests of about 2 KB."""
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            text = f"Row {number}. {FILLER}"
            body = {"model": "m", "messages": [{"role": "user", "content": text}]}
            file.write(json.dumps({"custom_id": f"row-{number}", "body": body}) + "\n")


def measure(source: str, output: str, base_url: str) -> None:
    """Run, in a process of its own, and print what it took as JSON."""
    from together_ext import Together
    from together_ext.flow import Receive, Send, Sleep, Work
    from together_ext.http.session import Session
    from together_ext.runs.steps import Step

    spent: dict[str, float] = defaultdict(float)
    perform = Session.perform
    last = "prepare"

    def timed(self: Session, effect: Any) -> Any:
        nonlocal last
        began = time.perf_counter()
        result = perform(self, effect)
        phase = "other"
        if isinstance(effect, Sleep):
            phase = "wait"
        elif isinstance(effect, Receive):
            phase = "receive"
        elif isinstance(effect, Send) and effect.operation in PHASES:
            phase = effect.operation
        elif isinstance(effect, Work) and isinstance(result, Step):
            phase = last = result.what
        elif isinstance(effect, Work) and getattr(effect.function, "__name__", "") == "advance":
            phase = last  # the piece with which the work ended
        spent[phase if phase in PHASES else "other"] += time.perf_counter() - began
        return result

    Session.perform = timed  # type: ignore[method-assign]  # to look at it, not to change it
    began = time.perf_counter()
    with Together(api_key="bench", base_url=base_url) as client:
        result = client.batches.run(source, output=output, poll_interval=1)
    total = time.perf_counter() - began
    status = Path("/proc/self/status").read_text()
    peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
    found = {"total": total, "peak_mb": peak / 1024, "phases": spent, "ok": result.counts.ok}
    print(json.dumps({**found, "jobs": len(result.jobs), "output": os.stat(output).st_size}))


def main() -> int:
    """Start an emulator, run, and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("rows", type=int, nargs="?", default=100_000)
    parser.add_argument("--measure", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        measure(*options.measure)
        return 0
    with tempfile.TemporaryDirectory(prefix="together-bench-") as name:
        directory = Path(name)
        source, output = directory / "in.jsonl", directory / "out.jsonl"
        write_rows(source, options.rows)
        with emulator(directory / "emulator") as url:
            here = [sys.executable, __file__, "--measure", str(source), str(output), url]
            done = subprocess.run(here, check=True, stdout=subprocess.PIPE, text=True)
        found = json.loads(done.stdout)
        size = source.stat().st_size
    print(f"{found['ok']:,} rows, {size / 1e9:.2f} GB in, {found['output'] / 1e9:.2f} GB out, ")
    print(f"{found['jobs']} jobs; most memory {found['peak_mb']:.0f} MB\n")
    print("| phase | seconds |\n| --- | ---: |")
    for phase, what in PHASES.items():
        print(f"| {what} | {found['phases'].get(phase, 0):.1f} |")
    print(f"| all | {found['total']:.1f} |")
    return 0 if found["ok"] == options.rows else 1


if __name__ == "__main__":
    sys.exit(main())

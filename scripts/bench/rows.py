"""Rows to results without a network: seconds and memory of each phase, at any scale.

``python scripts/bench/rows.py 1000000 2000`` takes a million rows of 2,000 bytes. Each phase runs
in a process of its own, whose peak memory is what Linux calls VmHWM. The answers are of the same
size as the requests, in no order, as many output files as there are shards.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from together_ext.runs.check import Rules
from together_ext.runs.merge import merge
from together_ext.runs.outcomes import Outcomes
from together_ext.runs.prepare import prepare
from together_ext.runs.reading import Reading
from together_ext.runs.room import Room
from together_ext.runs.source import open_source
from together_ext.runs.table import Table

CHAT = "/v1/chat/completions"
PHASES = ("check", "prepare", "prepare again", "collect", "merge")


def write_rows(path: Path, rows: int, size: int) -> None:
    """Write requests of about ``size`` bytes."""
    text = "x" * max(0, size - 120)
    with path.open("w") as file:
        for number in range(rows):
            body = {"model": "m", "messages": [{"role": "user", "content": f"{number} {text}"}]}
            file.write(json.dumps({"custom_id": f"row-{number:08d}", "body": body}) + "\n")


def write_answers(directory: Path, size: int) -> None:
    """Answer every shard, out of order."""
    room = Room(directory / "room")
    table = Table(room.table, room.shards)
    text = "y" * max(0, size - 180)
    for shard in table.shards():
        members = list(table.members(shard.number))
        random.Random(shard.number).shuffle(members)
        with (room.answers / f"{shard.number}.jsonl").open("w") as file:
            for index in members:
                usage = {"prompt_tokens": 500, "completion_tokens": 500, "total_tokens": 1000}
                body = {"choices": [{"message": {"content": text}}], "usage": usage}
                answer = {"status_code": 200, "body": body}
                file.write(json.dumps({"custom_id": f"row-{index:08d}", "response": answer}) + "\n")
    table.close()


def run_phase(phase: str, directory: Path) -> None:
    """Run one phase in this process, and print what it took."""
    source, room = directory / "rows.jsonl", Room(directory / "room")
    started, busy = time.perf_counter(), time.process_time()
    size = source.stat().st_size
    if phase == "check":
        reading = Reading(open_source(source), Rules(CHAT, None, 100_000_000), None)
        for _ in reading.blocks():
            pass
    elif phase.startswith("prepare"):
        prepare(source, room, endpoint=CHAT).run()
    else:
        outcomes = Outcomes(room)
        if phase == "collect":
            for shard in outcomes.shards():
                answers = room.answers / f"{shard.number}.jsonl"
                outcomes.collect(shard, f"job{shard.number}", answers, None, "COMPLETED").run()
        else:
            size = merge(outcomes, directory / "results.jsonl").run().bytes
            counts = outcomes.counts()
            if counts.ok != counts.rows:
                raise SystemExit(f"rows were lost: {counts}")
        outcomes.close()
    took, cpu = time.perf_counter() - started, time.process_time() - busy
    lines = Path("/proc/self/status").read_text().splitlines()
    peak = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
    mb = size / 1e6
    print(
        f"| {phase} | {took:.1f} | {cpu:.1f} | {mb / took:.0f} | {mb / cpu:.0f} "
        f"| {peak / 1024:.0f} |",
        flush=True,
    )


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=int, nargs="?", default=100_000)
    parser.add_argument("size", type=int, nargs="?", default=2000, help="bytes of a row")
    parser.add_argument("--directory", type=Path, help="where to work; a temporary one if not said")
    parser.add_argument("--phase", choices=PHASES, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.phase:
        run_phase(given.phase, given.directory)
        return
    with tempfile.TemporaryDirectory(dir=given.directory) as temporary:
        directory = Path(temporary)
        write_rows(directory / "rows.jsonl", given.rows, given.size)
        print("| phase | seconds | CPU s | MB/s | MB a CPU s | peak MiB |")
        print("| --- | --- | --- | --- | --- | --- |", flush=True)
        for phase in PHASES:
            if phase == "collect":
                write_answers(directory, given.size)
            own = [sys.executable, __file__, "--phase", phase, "--directory", str(directory)]
            subprocess.run(own, check=True)


if __name__ == "__main__":
    main()

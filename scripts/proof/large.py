"""A file beyond the multipart threshold, up and down again, each killed once with SIGKILL.

The real threshold and the real part size, against the emulator, on loopback and on the disk. What
is looked at: the call after the kill goes on from where the killed one was, the bytes that come
back are those that went up (SHA-256), nothing is left beside them, and how much memory each took.
``large.py [bytes [directory]]``; it needs three times the size on the disk. Exit status 1 where a
promise broke.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from proof.emulator import emulator

from together_ext.transfer.parts import THRESHOLD_BYTES

SIZE = 5_100_000_000
# Where it is killed.
SHARE = 0.4
# Between two blocks that hold something; the rest are holes, which cost the source no disk.
STRIDE, BLOCK = 1 << 20, 4096

PROGRAM = r"""
import json, re, sys
from together_ext import Together

def tell(progress):
    print(json.dumps({"done": progress.done, "resumed_from": progress.resumed_from}), flush=True)

what, argument, output = sys.argv[1:]
with Together() as client:
    if what == "upload":
        result = client.files.upload(argument, purpose="fine-tune", progress=tell)
    else:
        result = client.files.retrieve_content(argument, output=output, progress=tell)
peak = int(re.search(r"VmHWM:\s+(\d+)", open("/proc/self/status").read())[1])
print(json.dumps({"id": result.id, "peak": peak // 1024}), flush=True)
"""


@dataclass
class Outcome:
    """What one call did.

    Attributes:
        id: The file's id; None where it was killed.
        peak: MiB at its peak.
        resumed_from: Bytes that were there before it.
        done: Bytes that were there at the end.
        seconds: How long it took.
    """

    id: str | None = None
    peak: int = 0
    resumed_from: int = 0
    done: int = 0
    seconds: float = 0.0


def call(environment: dict[str, str], kill_at: int | None, *arguments: str) -> Outcome:
    """Run a call in a process of its own; kill it once so many bytes are there."""
    outcome = Outcome()
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *arguments], env=environment, stdout=subprocess.PIPE
    )
    try:
        assert process.stdout is not None  # PIPE
        for line in process.stdout:
            said: dict[str, Any] = json.loads(line)
            for name, value in said.items():
                setattr(outcome, name, value)
            if kill_at is not None and outcome.done >= kill_at:
                break
        else:
            if process.wait() != 0:
                raise RuntimeError(f"{arguments[0]} ended with status {process.returncode}")
    finally:
        process.kill()
        process.wait()
    outcome.seconds = time.monotonic() - began
    return outcome


def make(path: Path, size: int) -> None:
    """Write a file of which no two mebibytes are alike."""
    with path.open("wb") as file:
        for at in range(0, size - BLOCK, STRIDE):
            file.seek(at)
            file.write(hashlib.sha256(str(at).encode()).digest() * (BLOCK // 32))
        file.truncate(size)


def digest(path: Path) -> str:
    """Return a file's SHA-256."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while data := file.read(1 << 20):
            found.update(data)
    return found.hexdigest()


def prove(size: int, directory: Path) -> Iterator[str]:
    """Do it; gives what broke."""
    source, output = directory / "source.jsonl", directory / "output.jsonl"
    make(source, size)
    meant = digest(source)
    print(f"{size} bytes, SHA-256 {meant}", flush=True)
    with emulator(directory / "data", quiet=True) as base_url:
        environment = {
            **os.environ,
            "TOGETHER_API_KEY": "proof",
            "TOGETHER_BASE_URL": base_url,
            "TOGETHER_STATE_DIR": str(directory / "state"),
        }
        id = ""
        for what in ("upload", "retrieve_content"):
            argument = str(source) if what == "upload" else id
            killed = call(environment, int(size * SHARE), what, argument, str(output))
            print(f"{what:16} killed at {killed.done} bytes", flush=True)
            if killed.id is not None:
                yield f"{what} was done before it was killed: nothing shown"
            if output.exists():
                yield "a file under its final name before it was whole"
            ended = call(environment, None, what, argument, str(output))
            print(
                f"{what:16} went on from {ended.resumed_from}, {ended.seconds:.1f} s, "
                f"peak {ended.peak} MiB",
                flush=True,
            )
            if ended.resumed_from < killed.done / 2:
                yield f"{what} did not go on from where it was"
            id = ended.id or ""
    came = digest(output)
    print(f"{output.stat().st_size} bytes came back, SHA-256 {came}", flush=True)
    if came != meant:
        yield "other bytes came back"
    left = sorted(path.name for path in directory.iterdir()) + sorted(
        path.name for path in (directory / "state").rglob("*") if path.is_file()
    )
    if set(left) != {"data", "output.jsonl", "source.jsonl", "state"}:
        yield f"left behind: {left}"


def main() -> int:
    """Run it and say what came of it."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else SIZE
    within = sys.argv[2] if len(sys.argv) > 2 else None
    if size <= THRESHOLD_BYTES:
        print(f"a file of more than {THRESHOLD_BYTES} bytes: a smaller one does not go in parts")
        return 2
    with tempfile.TemporaryDirectory(dir=within) as directory:
        problems = list(prove(size, Path(directory)))
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

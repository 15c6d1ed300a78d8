"""Peak memory of uploading and downloading one large file, each in a process of its own.

Against the emulator, on loopback; and downloading with 1 and with 8 connections from a chaos server
that throttles each, so that all of them are used. Run it with a size in MiB: ``memory.py 1024``.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from proof.chaos import Answer, Chaos
from proof.emulator import emulator

RATE = 20_000_000  # bytes a second and connection

PROGRAM = r"""
import re, resource, sys
from together_ext import {client}

async def awaited(what, *arguments, **options):
    async with AsyncTogether() as client:
        return await getattr(client.files, what)(*arguments, **options)

def direct(what, *arguments, **options):
    with Together() as client:
        return getattr(client.files, what)(*arguments, **options)

what, argument, output, *connections = sys.argv[1:]
options = {{"purpose": "fine-tune"}} if what == "upload" else {{"output": output}}
if connections:
    options["max_connections"] = int(connections[0])
if "{client}" == "Together":
    result = direct(what, argument, **options)
else:
    import asyncio
    result = asyncio.run(awaited(what, argument, **options))
try:
    # Not ru_maxrss, which on Linux begins with what the parent had when it forked.
    status = open("/proc/self/status").read()
    peak = int(re.search(r"VmHWM:\s+(\d+)", status)[1])
except OSError:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(result.id, peak // 1024)
"""


def peaks(base_url: str, mebibytes: int, directory: Path) -> dict[str, int]:
    """Upload and download a file of this size, over one connection; return each peak, in MiB."""
    source, output = directory / "source.jsonl", directory / "output"
    environment = {**os.environ, "TOGETHER_API_KEY": "bench", "TOGETHER_BASE_URL": base_url}
    found = {}
    for client in ("Together", "AsyncTogether"):
        # Another first byte for each client, or the second upload would find the first one's file.
        with source.open("wb") as file:
            file.write(client.encode())
            file.truncate(mebibytes << 20)
        program = PROGRAM.format(client=client)

        def run(*arguments: str, program: str = program) -> tuple[str, int]:
            command = [sys.executable, "-c", program, *arguments]
            said = subprocess.run(
                command, env=environment, stdout=subprocess.PIPE, check=True, text=True
            ).stdout
            id, peak = said.split()
            return id, int(peak)

        id, found[f"{client} upload"] = run("upload", str(source), "")
        _, found[f"{client} download"] = run("retrieve_content", id, str(output), "1")
        if output.stat().st_size != mebibytes << 20:
            raise RuntimeError("the download has another size than the upload")
        output.unlink()
    source.unlink()
    return found


def connection_peaks(mebibytes: int, directory: Path) -> dict[int, tuple[int, int]]:
    """Download a file of this size with 1 and with 8 connections.

    Returns:
        By connections: the peak in MiB, and the connections that the server saw.
    """
    found = {}
    for connections in (1, 8):
        with Chaos() as server:
            server.add("file-1", mebibytes << 20).script(then=Answer(rate=RATE))
            environment = {
                **os.environ,
                "TOGETHER_API_KEY": "bench",
                "TOGETHER_BASE_URL": server.base_url,
            }
            program = PROGRAM.format(client="Together")
            arguments = ["retrieve_content", "file-1", str(directory / "output"), str(connections)]
            said = subprocess.run(
                [sys.executable, "-c", program, *arguments],
                env=environment,
                stdout=subprocess.PIPE,
                check=True,
                text=True,
            ).stdout
            found[connections] = int(said.split()[1]), server.connections
        (directory / "output").unlink()
    return found


def main() -> None:
    """Start an emulator, measure, print."""
    mebibytes = int(sys.argv[1]) if len(sys.argv) > 1 else 1024
    with tempfile.TemporaryDirectory() as directory:
        with emulator(Path(directory) / "data") as base_url:
            for what, peak in peaks(base_url, mebibytes, Path(directory)).items():
                print(f"{what:24} {mebibytes:6} MiB   peak {peak:4} MiB")
        for most, (peak, used) in connection_peaks(mebibytes, Path(directory)).items():
            what = f"at most {most} connection{'s' * (most > 1)}"
            print(f"{what:24} {mebibytes:6} MiB   peak {peak:4} MiB   used {used}")


if __name__ == "__main__":
    main()

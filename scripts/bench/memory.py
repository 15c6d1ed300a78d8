"""Peak memory of uploading and downloading one large file, each in a process of its own.

Against the emulator, on loopback. Run it with a size in MiB: ``memory.py 1024``.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM = r"""
import re, resource, sys
from together_ext import {client}

async def awaited(what, *arguments, **options):
    async with AsyncTogether() as client:
        return await getattr(client.files, what)(*arguments, **options)

def direct(what, *arguments, **options):
    with Together() as client:
        return getattr(client.files, what)(*arguments, **options)

what, argument, output = sys.argv[1:]
options = {{"purpose": "fine-tune"}} if what == "upload" else {{"output": output}}
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
    """Upload and download a file of this size; return the peak of each, in MiB."""
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
        _, found[f"{client} download"] = run("retrieve_content", id, str(output))
        if output.stat().st_size != mebibytes << 20:
            raise RuntimeError("the download has another size than the upload")
        output.unlink()
    source.unlink()
    return found


def main() -> None:
    """Start an emulator, measure, print."""
    mebibytes = int(sys.argv[1]) if len(sys.argv) > 1 else 1024
    with tempfile.TemporaryDirectory() as directory:
        command = [sys.executable, "-m", "together_ext.emulator", "--port", "0"]
        emulator = subprocess.Popen(
            [*command, "--data-dir", f"{directory}/data"], stdout=subprocess.PIPE, text=True
        )
        try:
            assert emulator.stdout is not None  # PIPE
            base_url = emulator.stdout.readline().strip().removeprefix("listening on ")
            for what, peak in peaks(base_url, mebibytes, Path(directory)).items():
                print(f"{what:24} {mebibytes:6} MiB   peak {peak:4} MiB")
        finally:
            emulator.terminate()
            emulator.wait(timeout=10)


if __name__ == "__main__":
    main()

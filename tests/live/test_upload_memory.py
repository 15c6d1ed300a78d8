"""What an upload takes of memory does not depend on what is uploaded."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from together_ext.emulator.pytest_plugin import Emulator

MIB = 1024 * 1024
PROGRAM = r"""
import asyncio, re, sys
from together_ext import AsyncTogether, Together

name, what, path = sys.argv[1:]

def rows():
    for number in range(400_000):
        yield {"custom_id": f"{name}-{number}", "body": {"text": "x" * 100}}

parts = {"multipart_threshold": 0, "part_size": 8 << 20}
source, options = {
    "parts": (path, parts),
    "pipe": (sys.stdin.buffer, {"file_type": "jsonl"}),
    "form": (path, {}),
    "rows": (rows(), {}),
}[what]

def direct():
    with Together() as client:
        return client.files.upload(source, purpose="fine-tune", **options)

async def awaited():
    async with AsyncTogether() as client:
        return await client.files.upload(source, purpose="fine-tune", **options)

file = direct() if name == "Together" else asyncio.run(awaited())
# Not ru_maxrss, which on Linux begins with what the parent had when it forked.
print(file.bytes_, re.search(r"VmHWM:\s+(\d+)", open("/proc/self/status").read())[1])
"""


def peak(client: str, what: str, path: Path) -> tuple[int, float]:
    """Upload in a process of its own; return the bytes that arrived, and the peak in MiB."""
    said = subprocess.run(
        [sys.executable, "-c", PROGRAM, client, what, str(path)],
        input=path.read_bytes() if what == "pipe" else b"",
        stdout=subprocess.PIPE,
        check=True,
    ).stdout
    size, kibibytes = said.split()
    return int(size), int(kibibytes) / 1024


@pytest.mark.parametrize("client", ["Together", "AsyncTogether"])
def test_256_mib_in_parts_take_less_than_64(server: Emulator, tmp_path: Path, client: str) -> None:
    path = tmp_path / "large.jsonl"
    with path.open("wb") as file:
        file.write(client.encode())
        file.truncate(256 * MIB)  # sparse: it takes no room
    size, mebibytes = peak(client, "parts", path)
    assert size == 256 * MIB
    assert mebibytes < 64
    parts = [e for e in server.books()["puts"] if re.fullmatch(r"/storage/parts/.*", e["path"])]
    assert len({entry["path"] for entry in parts[-32:]}) == 32


@pytest.mark.parametrize("client", ["Together", "AsyncTogether"])
def test_256_mib_in_a_form_take_less_than_64(server: Emulator, tmp_path: Path, client: str) -> None:
    server.fault("status", "/files", method="POST", code=404)
    path = tmp_path / "large.jsonl"
    with path.open("wb") as file:
        file.write(b"form of " + client.encode())
        file.truncate(256 * MIB)
    size, mebibytes = peak(client, "form", path)
    assert size == 256 * MIB
    assert mebibytes < 64
    assert server.books()["log"][-1]["path"] == "/files/upload"


def test_a_process_that_is_killed_leaves_nothing_of_what_it_spooled(
    server: Emulator, tmp_path: Path
) -> None:
    program = (
        "import time\nfrom together_ext import Together\n"
        "def rows():\n"
        "    yield from ({'row': n, 'text': 'x' * 10_000} for n in range(1000))\n"
        "    print('spooled', flush=True)\n"
        "    time.sleep(60)\n"
        "Together().files.upload(rows())"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        env={**os.environ, "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"spooled\n"
        held = [os.readlink(entry) for entry in Path(f"/proc/{process.pid}/fd").iterdir()]
        process.kill()
    assert [path for path in held if path.startswith(str(tmp_path))]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("client", "what"), [("Together", "pipe"), ("AsyncTogether", "rows")])
def test_what_is_spooled_is_not_held(
    server: Emulator, tmp_path: Path, client: str, what: str
) -> None:
    path = tmp_path / "large.jsonl"
    path.write_bytes(client.encode() + bytes(64 * MIB))
    size, mebibytes = peak(client, what, path)
    assert size > 48 * MIB
    assert mebibytes < 60

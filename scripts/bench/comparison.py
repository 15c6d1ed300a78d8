"""What goes wrong, and what each client makes of it: this one and the published ones, in one run.

Each case sets one fault in a local emulator, runs one small program with each client in a process
of its own, and says what came of it by looking at the files on the disk and at the emulator's own
books. Prints a Markdown table. ``make public-clients`` installs the published clients.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from public_clients import VERSIONS, python_of

from together_ext import Together
from together_ext.emulator.pytest_plugin import Emulator

PATIENCE = 120  # seconds before a client counts as hanging
CONTENT = "/files/*/content"
BODY = '{"model": "m", "messages": [{"role": "user", "content": "x"}]}'
ROW = '{"custom_id": "%s", "body": ' + BODY + "}\n"

HERE = """
import sys
from together_ext import Together
client = Together()
what, argument, output = sys.argv[1:]
if what == "download":
    client.files.retrieve_content(argument, output=output)
elif what == "upload":
    print(client.files.upload(argument, purpose="fine-tune").id)
elif what == "create":
    client.batches.create(argument)
elif what == "list":
    print(len(client.batches.list()))
elif what == "lines":
    with client.files.content(argument) as stream:
        print(sum(1 for _ in stream.iter_lines()))
"""
V1 = """
import sys
from together import Together
client = Together()
what, argument, output = sys.argv[1:]
if what == "download":
    client.files.retrieve_content(argument, output=output)
elif what == "upload":
    print(client.files.upload(argument, purpose="fine-tune", check=False).id)
elif what == "create":
    client.batches.create_batch(argument, endpoint="/v1/chat/completions")
elif what == "list":
    print(len(client.batches.list_batches()))
elif what == "lines":
    sys.exit("has no streaming download")
"""
V3 = """
import sys
from together import Together
client = Together()
what, argument, output = sys.argv[1:]
if what == "download":
    with client.files.with_streaming_response.content(argument) as response:
        response.stream_to_file(output)
elif what == "upload":
    print(client.files.upload(argument, purpose="fine-tune", check=False).id)
elif what == "create":
    client.batches.create(input_file_id=argument, endpoint="/v1/chat/completions")
elif what == "list":
    print(len(client.batches.list()))
elif what == "lines":
    with client.files.with_streaming_response.content(argument) as response:
        print(sum(1 for _ in response.iter_lines()))
"""


@dataclass
class Client:
    """A client under test."""

    name: str
    python: str
    program: str
    suffix: str  # of the base URL: 1.x needs /v1, 3.x adds it

    def run(self, server: Emulator, what: str, argument: str, output: str = "") -> Outcome:
        """Run one step in a process of its own."""
        with tempfile.TemporaryDirectory() as home:
            environment = {
                "PATH": os.environ.get("PATH", ""),
                "HOME": home,
                "TOGETHER_API_KEY": "comparison-key",
                "TOGETHER_BASE_URL": server.base_url + self.suffix,
                "TOGETHER_TELEMETRY_DISABLED": "1",
                "TOGETHER_NO_BANNER": "1",
            }
            command = [self.python, "-c", self.program, what, argument, output]
            try:
                done = subprocess.run(
                    command,
                    env=environment,
                    capture_output=True,
                    text=True,
                    timeout=PATIENCE,
                    check=False,
                )
            except subprocess.TimeoutExpired:
                return Outcome(None, "")
        return Outcome(done.returncode == 0, done.stdout.strip())


@dataclass
class Outcome:
    """How a step ended: well, with an error, or (None) not at all."""

    ok: bool | None
    said: str


@dataclass
class Bench:
    """Where a case runs."""

    server: Emulator
    directory: Path
    number: int = 0

    def bytes_file(self, size: int) -> tuple[str, bytes]:
        """Store a file of random bytes; return its id and the bytes."""
        self.number += 1
        data = random.Random(self.number).randbytes(size)
        path = self.directory / f"source-{self.number}.jsonl"
        path.write_bytes(data)
        return self.upload(path, "fine-tune"), data

    def upload(self, path: Path, purpose: Any) -> str:
        """Store a file."""
        with Together(api_key="comparison-key", base_url=self.server.base_url) as client:
            return client.files.upload(path, purpose=purpose).id

    def batch_file(self) -> str:
        """Store an input file; return its id."""
        self.number += 1
        path = self.directory / f"batch-{self.number}.jsonl"
        path.write_text(ROW % f"row-{self.number}")
        return self.upload(path, "batch-api")


def download(bench: Bench, client: Client, kind: str, size: int = 3_000_000, **fault: Any) -> str:
    """Download a file under a fault, and look at what is on the disk."""
    id, data = bench.bytes_file(size)
    target = bench.directory / f"target-{bench.number}"
    target.mkdir()
    if kind:
        bench.server.fault(kind, CONTENT, method="GET", **fault)
    outcome = client.run(bench.server, "download", id, str(target / "out"))
    bench.server.clear_faults()
    found = target / "out"
    if outcome.ok is None:
        return f"hangs (> {PATIENCE} s)"
    if outcome.ok:
        return "correct" if found.read_bytes() == data else "**corrupt, reported as success**"
    if found.exists():
        return f"error, **{found.stat().st_size} bytes left under the final name**"
    if any(path.name.endswith(".part.json") for path in target.iterdir()):
        return "error, kept for the next try"  # by name and record, so that it goes on from there
    left = len(list(target.iterdir()))
    return f"error, {left} stray files left" if left else "error, nothing left"


def put_fails_once(bench: Bench, client: Client) -> str:
    """Upload a file whose PUT is answered by one 503."""
    bench.number += 1
    path = bench.directory / f"upload-{bench.number}.jsonl"
    path.write_bytes(random.Random(bench.number).randbytes(500_000))
    bench.server.fault("status", "/storage/*", method="PUT", code=503)
    outcome = client.run(bench.server, "upload", str(path))
    bench.server.clear_faults()
    if not outcome.ok:
        return "error"
    files = {file["id"]: file for file in bench.server.books()["files"]}
    size = files[outcome.said.splitlines()[-1]]["bytes"]
    return "correct" if size == 500_000 else f"**{size} bytes stored, reported as success**"


def lost_create(bench: Bench, client: Client) -> str:
    """Create a batch whose answer is lost."""
    id = bench.batch_file()
    bench.server.fault("drop_after", "/batches", method="POST")
    outcome = client.run(bench.server, "create", id)
    bench.server.clear_faults()
    jobs = bench.server.books()["jobs_by_input"].get(id, 0)
    said = "error that says so" if client.python == sys.executable else "error"
    end = "reported as success" if outcome.ok else said
    return f"1 job, {end}" if jobs == 1 else f"**{jobs} jobs, paid {jobs} times**, {end}"


def unknown_status(bench: Bench, client: Client) -> str:
    """List batches of which one has a status that no one knows."""
    jobs = [{"id": "a", "status": "POLISHING"}, {"id": "b", "status": "COMPLETED"}]
    bench.server.fault("status", "/batches", method="GET", code=200, body=jobs)
    outcome = client.run(bench.server, "list", "")
    bench.server.clear_faults()
    return f"lists {outcome.said.splitlines()[-1]} of 2" if outcome.ok else "**error**"


def lines(bench: Bench, client: Client) -> str:
    """Iterate over the lines of a file whose rows hold U+2028."""
    path = bench.directory / "lines.jsonl"
    path.write_text('{"a": "x\u2028y"}\n' * 100, encoding="utf-8")
    outcome = client.run(bench.server, "lines", bench.upload(path, "fine-tune"))
    if not outcome.ok:
        return "has none"
    return "100 rows" if outcome.said == "100" else f"**{outcome.said} rows**"


CASES: list[tuple[str, Callable[[Bench, Client], str]]] = [
    ("download cut once at 1 MB", lambda b, c: download(b, c, "cut_body", bytes=1_000_000)),
    (
        "download cut every time",
        lambda b, c: download(b, c, "cut_body", bytes=1_000_000, times=-1),
    ),
    ("download without a length (chunked)", lambda b, c: download(b, c, "chunked")),
    ("download compressed on the way", lambda b, c: download(b, c, "gzip")),
    ("a sign-in page (200, HTML) instead of the file", lambda b, c: download(b, c, "html")),
    ("the upload's PUT answered 503 once", put_fails_once),
    ("the answer to creating a batch lost", lost_create),
    ("list of 2 batches, one of unknown status", unknown_status),
    ("100 rows that hold U+2028, line by line", lines),
]


def main() -> None:
    """Run all cases with all clients and print the table."""
    clients = [Client("together-ext", sys.executable, HERE, "")]
    for version in VERSIONS:
        python = python_of(version)
        if not python.exists():
            print(f"together {version} is not installed: make public-clients", file=sys.stderr)
            continue
        first = version.startswith("1.")
        program, suffix = (V1, "/v1") if first else (V3, "")
        clients.append(Client(f"together {version}", str(python), program, suffix))
    with tempfile.TemporaryDirectory() as directory:
        server = Emulator(Path(directory) / "emulator")
        server.start()
        try:
            bench = Bench(server, Path(directory))
            print(f"| what happens | {' | '.join(client.name for client in clients)} |")
            print("| --- |" + " --- |" * len(clients))
            for name, case in CASES:
                found = [case(bench, client) for client in clients]
                print(f"| {name} | {' | '.join(found)} |", flush=True)
        finally:
            server.stop()


if __name__ == "__main__":
    main()

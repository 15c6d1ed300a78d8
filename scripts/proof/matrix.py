"""What each client makes of each fault: correct, a clean error, corrupt, or no end.

Every download runs in a process of its own against a chaos server of its own; what came of it is
read from the disk, the exit status and the server's record. Prints the Markdown table that is
committed as ``docs/transfer-matrix.md``; a word in the arguments chooses the faults that have it.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from proof.chaos import Chaos, Content
from proof.clients import CLIENTS, KEY, Client
from proof.faults import FAULTS, Fault

# Seconds: more than a stall (30) and all of anyone's retries take, less than anyone waits for.
PATIENCE = 120
# Downloads at a time; most of them wait.
AT_ONCE = 8

HEAD = """# What each client makes of each fault

Measured with `make matrix`, which anyone can run ({minutes:.0f} minutes; the published clients are
installed into `.venvs` first). Each download runs in a process of its own, with the client's own
defaults, against a chaos server of its own (`scripts/proof/chaos.py`); the file has 16 MB. What
came of it is read from the disk, not from what the client says.

- **correct**: success, and every byte is the file's.
- **error**: an exception, and nothing under the final name.
- **partial file**: an exception, and something that is not the file under the final name.
- **corrupt**: success, and other bytes than the file's under the final name.
- **no end**: neither within {patience} s.

After it: other files left beside the destination, and the requests that were sent. What is better
than an error is not possible in the rows marked °. `huggingface_hub` gets the size beforehand, as
`hf_hub_download` gives it, and its own `.incomplete` file counts as left. The published 3.1.1
stands here twice: as its documentation has it (`with_streaming_response.content`,
`stream_to_file`), and as its command line downloads checkpoints (`DownloadManager`), the one part
of it that resumes.
"""


@dataclass(frozen=True)
class Outcome:
    """What came of a download.

    Attributes:
        verdict: ``correct``, ``error``, ``partial file``, ``corrupt`` or ``no end``.
        stray: Other files that were left.
        requests: How many were sent.
        leaked: Whether the key went to another origin than the API's.
        said: What the client wrote last.
    """

    verdict: str
    stray: int
    requests: int
    leaked: bool
    said: str = ""

    def __str__(self) -> str:
        bold = self.verdict not in {"correct", "error"}
        parts = [f"**{self.verdict}**" if bold else self.verdict]
        if self.stray:
            parts.append(f"{self.stray} left")
        parts.append(f"{self.requests} request{'s' * (self.requests != 1)}")
        if self.leaked:
            parts.append("**key sent to another host**")
        return ", ".join(parts)


def pieces(path: Path) -> Iterator[bytes]:
    """Read a file in pieces."""
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            yield piece


def verdict(ended: bool | None, output: Path, content: Content) -> str:
    """Say what came of a download.

    Args:
        ended: Whether the client reported success; None where it did not end.
        output: The final name.
        content: What should be there.
    """
    if ended is None:
        return "no end"
    right = output.exists() and content.first_difference(pieces(output)) is None
    if ended:
        return "correct" if right else "corrupt"
    return "partial file" if output.exists() and not right else "error"


def measure(client: Client, fault: Fault, patience: float = PATIENCE) -> Outcome:
    """Run one client against one fault."""
    with tempfile.TemporaryDirectory() as name, Chaos(tls=fault.tls) as server:
        home, target = Path(name) / "home", Path(name) / "target"
        home.mkdir()
        target.mkdir()
        file = server.add("file-proof", fault.size, seed=7)
        fault.set_up(file)
        output = target / "out.jsonl"
        process = client.start(server.urls["api"], file.id, output, fault.size, home)
        ended: bool | None
        said = ""
        try:
            _, said = process.communicate(timeout=patience)
            ended = process.returncode == 0
        except subprocess.TimeoutExpired:
            ended = None
        finally:
            process.kill()
            process.wait()
            with contextlib.suppress(ValueError):
                process.communicate()
        found = verdict(ended, output, file.content)
        stray = [path for path in target.rglob("*") if path != output]
        leaked = any(
            KEY in " ".join(seen.headers.values())
            for seen in server.requests
            if seen.origin != "api"
        )
        last = said.strip().splitlines()[-1] if said.strip() else ""
        return Outcome(found, len(stray), len(server.requests), leaked, last)


def main() -> None:
    """Print the table."""
    began = time.monotonic()
    clients = [client for client in CLIENTS if client.here]
    for client in CLIENTS:
        if client not in clients:
            print(f"{client.name} is not installed: make public-clients", file=sys.stderr)
    rows = [f"| what happens | {' | '.join(client.name for client in clients)} |"]
    rows.append("| --- |" + " --- |" * len(clients))
    chosen = [fault for fault in FAULTS if all(word in fault.name for word in sys.argv[1:])]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        # All are begun in order, so that those that hang do so side by side.
        measured = [[pool.submit(measure, client, fault) for client in clients] for fault in chosen]
        for fault, futures in zip(chosen, measured, strict=True):
            outcomes = [future.result() for future in futures]
            mark = "" if fault.possible else " °"
            rows.append(f"| {fault.name}{mark} | {' | '.join(map(str, outcomes))} |")
            print(rows[-1], file=sys.stderr, flush=True)
            for client, outcome in zip(clients, outcomes, strict=True):
                if outcome.said:
                    print(f"    {client.name}: {outcome.said[:300]}", file=sys.stderr, flush=True)
    minutes = (time.monotonic() - began) / 60
    print(HEAD.format(minutes=minutes, patience=PATIENCE))
    print("\n".join(rows))


if __name__ == "__main__":
    main()

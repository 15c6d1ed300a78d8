"""A running emulator, rows for it, and what its books say of a run."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import KEY
from together_ext import polling
from together_ext.emulator.pytest_plugin import Emulator
from together_ext.runs import desk
from together_ext.runs.shard import Limits

# Jobs that end when they are told to, and not before a busy machine has come round to a test.
HELD = ("--seconds-per-row", "3600")
# Small shards, quick looks, and a create that is believed lost after a moment.
QUICK: dict[str, Any] = {"limits": Limits(max_rows=4), "poll_interval": 0.02, "settle": 0.3}


@pytest.fixture
def server(together_emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> Emulator:
    """An emulator of this test's own, and the environment pointing to it."""
    monkeypatch.setenv("TOGETHER_API_KEY", KEY)
    monkeypatch.setenv("TOGETHER_BASE_URL", together_emulator.base_url)
    return together_emulator


@pytest.fixture
def start(
    together_emulator_factory: Callable[..., Emulator], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Emulator]]:
    """Start an emulator with options, and have the environment point to it."""

    def run(*options: str, **more: Any) -> Emulator:
        emulator = together_emulator_factory(*options, **more)
        monkeypatch.setenv("TOGETHER_API_KEY", KEY)
        monkeypatch.setenv("TOGETHER_BASE_URL", emulator.base_url)
        return emulator

    return run


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ride failures out at once; how long the pauses are is no matter here."""
    monkeypatch.setattr(desk, "LONGEST_PAUSE", 0.05)
    monkeypatch.setattr(polling, "FIRST_LOOK", 0.02)


def hold(emulator: Emulator) -> None:
    """Have every job look as if it ran, until ``emulator.clear_faults()``."""
    running = {"status": "IN_PROGRESS", "output_file_id": None, "error_file_id": None}
    emulator.fault("rewrite", "/batches/*", "GET", set=running, times=-1)


def let_go(emulator: Emulator) -> None:
    """Have the jobs of a ``HELD`` emulator run to their end."""
    emulator.restart("--seconds-per-row", "0")


def until(condition: Callable[[], bool]) -> None:
    """Wait until something is so; what never is fails the test."""
    deadline = time.monotonic() + 300
    while not condition():
        assert time.monotonic() < deadline, "it never came to it"
        time.sleep(0.02)


def row(id: str, text: str | None = None, **metadata: Any) -> dict[str, Any]:
    body: dict[str, Any] = {
        "model": "m",
        "messages": [{"role": "user", "content": text or f"{id} says\u2028hello."}],
    }
    if metadata:
        body["metadata"] = metadata
    return {"custom_id": id, "body": body}


def rows(count: int, **metadata: Any) -> list[dict[str, Any]]:
    return [row(f"row-{number:04}", **metadata) for number in range(count)]


def write(path: Path, given: list[dict[str, Any]]) -> Path:
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in given)
    path.write_text(text, encoding="utf-8")
    return path


def read(path: Path | str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(path).read_bytes().split(b"\n") if line]


def jobs_by_content(emulator: Emulator) -> Counter[str]:
    """How many jobs were made of each content: what was paid for."""
    books = emulator.books()
    digests = {file["id"]: file["sha256"] for file in books["files"]}
    return Counter(digests[job["input_file_id"]] for job in books["jobs"])


def paid_once(emulator: Emulator, shards: int) -> bool:
    """Whether every shard was created exactly once."""
    found = jobs_by_content(emulator)
    return len(found) == shards and set(found.values()) == {1}

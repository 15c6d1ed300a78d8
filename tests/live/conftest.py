"""A running emulator, and files in it; a chaos server."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from proof.chaos import Chaos

from tests.conftest import KEY
from together_ext import Together
from together_ext.emulator.pytest_plugin import Emulator


@dataclass
class Stored:
    """A file that lies in the emulator."""

    id: str
    data: bytes


def requests(server: Emulator) -> int:
    """How many requests the emulator has had; its log holds the last 2,000 alone."""
    return max((entry["seq"] for entry in server.books()["log"]), default=0)


@pytest.fixture
def server(
    together_emulator_shared: Emulator, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Emulator]:
    """The emulator, without faults, and the environment pointing to it."""
    monkeypatch.setenv("TOGETHER_API_KEY", KEY)
    monkeypatch.setenv("TOGETHER_BASE_URL", together_emulator_shared.base_url)
    together_emulator_shared.clear_faults()
    yield together_emulator_shared
    together_emulator_shared.clear_faults()


@pytest.fixture
def chaos(monkeypatch: pytest.MonkeyPatch) -> Iterator[Chaos]:
    """A chaos server of the test's own. What files are on it is for those who use it to say."""
    monkeypatch.setenv("TOGETHER_API_KEY", KEY)
    with Chaos() as server:
        yield server


@pytest.fixture
def store(server: Emulator, tmp_path: Path) -> Callable[[int], Stored]:
    """Put a file of so many random bytes into the emulator."""

    def put(size: int) -> Stored:
        data = random.Random(size).randbytes(size)
        name = hashlib.sha256(data).hexdigest()[:12]
        path = tmp_path / f"source-{name}.jsonl"
        path.write_bytes(data)
        with Together(base_url=server.base_url) as client:
            file = client.files.upload(path, purpose="fine-tune")
        path.unlink()
        return Stored(file.id, data)

    return put

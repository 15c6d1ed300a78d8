"""A system that has no more threads to give: one connection is slower, and as good."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from proof.chaos import Answer, Chaos

from tests.conftest import KEY
from together_ext import Together

SIZE = 4_000_000


@pytest.fixture
def chaos(monkeypatch: pytest.MonkeyPatch) -> Iterator[Chaos]:
    monkeypatch.setenv("TOGETHER_API_KEY", KEY)
    with Chaos() as server:
        # Slow enough that several connections are tried.
        server.add("file-1", SIZE).script(then=Answer(rate=4_000_000))
        yield server


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Have the system refuse the library's threads; return the names of those that it refused."""
    names: list[str] = []
    real = threading.Thread.start

    def start(self: threading.Thread) -> None:
        if not self.name.startswith("together-ext"):
            real(self)
            return
        names.append(self.name)
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", start)
    return names


def test_a_download_goes_without_helpers_and_without_syncs(
    chaos: Chaos, tmp_path: Path, refused: list[str]
) -> None:
    with Together(base_url=chaos.base_url) as client:
        client.files.retrieve_content("file-1", output=tmp_path / "x")
    assert (tmp_path / "x").read_bytes() == chaos.files["file-1"].content.whole()
    assert [path.name for path in tmp_path.iterdir()] == ["x"]
    assert set(refused) == {"together-ext download", "together-ext sync"}
    assert len(chaos.seen()) == 1


def test_many_are_downloaded_in_the_callers_own_thread(
    chaos: Chaos, tmp_path: Path, refused: list[str]
) -> None:
    chaos.add("file-2", 1000)
    with Together(base_url=chaos.base_url) as client:
        done = client.files.retrieve_many(["file-1", "file-2"], tmp_path)
    assert not done.failures
    assert [file.size for file in done.files] == [SIZE, 1000]
    assert refused[0] == "together-ext file"

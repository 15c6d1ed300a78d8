"""A short run of ``make soak``, and that it notices what it looks for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from proof import soak
from proof.chaos import Chaos, Content

from together_ext import Together

SCRIPT = Path(soak.__file__)


def test_downloads_survive_being_killed_at_random_moments() -> None:
    # A process of its own: it forks, which a process with threads must not.
    # Of so few bytes a larger share is on the wire when they are killed, all the more where the
    # machine is busy; to go on from nothing would cost several times their number.
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "8", "1", "0.5"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "8 downloads" in done.stdout


@pytest.mark.parametrize("damage", ["short", "wrong"])
def test_it_notices_a_file_that_is_not_whole(tmp_path: Path, damage: str) -> None:
    work = soak.Work("file-1", 1000, 3)
    data = bytearray(Content(1000, 3).whole())
    (tmp_path / "file-1.jsonl").write_bytes(data[:999] if damage == "short" else bytes(1000))
    problem = soak.wrong(work, tmp_path / "file-1.jsonl")
    assert problem is not None
    assert "wrong from byte" in problem


def test_it_notices_what_is_left_beside_a_file(tmp_path: Path) -> None:
    (tmp_path / "file-1.jsonl").touch()
    assert soak.left_beside(tmp_path / "file-1.jsonl") == []
    (tmp_path / ".file-1.jsonl.part").touch()
    assert soak.left_beside(tmp_path / "file-1.jsonl") == [".file-1.jsonl.part"]


def test_bytes_fetched_twice_are_a_share_of_all() -> None:
    assert soak.Tally(size=100, sent=104).twice == pytest.approx(0.04)


def test_what_a_kill_in_the_middle_of_a_record_left_goes_with_success(tmp_path: Path) -> None:
    (tmp_path / ".x.part").write_bytes(b"some")
    (tmp_path / ".x.part.json.1-2").write_bytes(b"{")
    (tmp_path / ".x.part.json.3-4").write_bytes(b"{")
    os.utime(tmp_path / ".x.part.json.1-2", (0, 0))
    os.utime(tmp_path / ".x.part.json.3-4", (9e9, 9e9))  # of another one, who is at work
    with Chaos() as server, Together(api_key="x", base_url=server.base_url) as client:
        server.add("file-1", 1000)
        client.files.retrieve_content("file-1", output=tmp_path / "x", progress=False)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".x.part.json.3-4", "x"]

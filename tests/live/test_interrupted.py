"""Ctrl-C at each place of the disk's side of a download: what it leaves stands in no one's way."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from proof.chaos import Answer, Chaos

from tests.conftest import KEY
from together_ext import Progress, Together
from together_ext.transfer.crew import Crew

SIZE = 2_000_000

# Python hears of Ctrl-C where a function is entered and where one written in C returns, and nowhere
# in between; what `sys.setprofile` is told of are these moments.
PROGRAM = """
import pathlib, shutil, sys, threading
from together_ext import Together
from together_ext.transfer import recorder, sink

recorder.RECORD_EVERY = 0.0
root = pathlib.Path(sys.argv[1])
ours = {name: pathlib.Path(sink.__file__).with_name(name + ".py") for name in
        ("disk", "inode", "journal", "lock", "place", "recorder", "sink", "trace")}
ours = {str(path): name for name, path in ours.items()}
seen, at = {}, None

def profile(frame, event, _):
    name = ours.get(frame.f_code.co_filename)
    if name is not None and event in {"call", "c_return"}:
        place = name, frame.f_code.co_name, frame.f_lineno, event
        seen[place] = True
        if place == at:
            raise KeyboardInterrupt  # which also ends the profiling

def download(directory):
    Together().files.retrieve_content("file-1", output=directory / "x", max_connections=1)

def names(directory):
    return sorted(path.name for path in directory.iterdir())

def interrupted(directory):
    sys.setprofile(profile)
    try:
        download(directory)
    except KeyboardInterrupt:
        pass
    finally:
        sys.setprofile(None)

(root / "first").mkdir()
interrupted(root / "first")
data = (root / "first" / "x").read_bytes()
# Nothing guards the moment before a clean-up has begun.
places = [place for place in seen if place[1::2] != ("release", "call")]
for number, place in enumerate(places):
    at, directory = place, root / str(number)
    directory.mkdir()
    print("at", *place, flush=True)
    interrupted(directory)
    # What is half-written is named by its thread: another one, as in another process, comes next.
    again = threading.Thread(target=download, args=(directory,))
    again.start()
    again.join()
    assert (directory / "x").read_bytes() == data
    assert names(directory) == ["x"], names(directory)
    shutil.rmtree(directory)
print(len(places), "places")
"""


@pytest.fixture
def chaos(monkeypatch: pytest.MonkeyPatch) -> Iterator[Chaos]:
    monkeypatch.setenv("TOGETHER_API_KEY", KEY)
    with Chaos() as server:
        server.add("file-1", SIZE)
        yield server


def test_ctrl_c_anywhere_leaves_nothing_that_the_next_call_trips_over(
    chaos: Chaos, tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path)],
        env={**os.environ, "TOGETHER_BASE_URL": chaos.base_url},
        capture_output=True,
        text=True,
        timeout=500,  # a lock that was left held is waited for for ever
        check=False,
    )
    assert done.returncode == 0, done.stdout[-200:] + done.stderr
    assert int(done.stdout.split()[-2]) > 80


def test_ctrl_c_again_while_the_helpers_are_waited_for_keeps_what_came(
    chaos: Chaos, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chaos.add("file-2", 4_000_000).script(then=Answer(rate=4_000_000))
    real = Crew.dismiss

    def dismiss(self: Crew) -> None:
        real(self)
        raise KeyboardInterrupt

    def stop(progress: Progress) -> None:
        if progress.done:
            raise KeyboardInterrupt

    monkeypatch.setattr(Crew, "dismiss", dismiss)
    with Together(base_url=chaos.base_url) as client, pytest.raises(KeyboardInterrupt):
        client.files.retrieve_content("file-2", output=tmp_path / "x", progress=stop)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".x.part", ".x.part.json"]

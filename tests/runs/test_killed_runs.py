"""Killed at every boundary and at any moment, a run pays once and loses nothing.

At least ``KILLS`` kills, half of them at boundaries; ``make soak-runs`` asks for ten times as many.
"""

from __future__ import annotations

import os
import random
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.runs.conftest import jobs_by_content, read, row, write
from tests.runs.forking import Killing
from together_ext.emulator.pytest_plugin import Emulator

OPTIONS: dict[str, Any] = {"poll_interval": 0.01, "settle": 0.2, "limits": {"max_rows": 2}}
KILLS = int(os.environ.get("KILLS", "200"))


def given(name: str, shards: int) -> list[dict[str, Any]]:
    """Rows for so many shards of two; the last row's error can pass, and does not."""
    made = [row(f"{name}-{number:03}") for number in range(2 * shards)]
    made[-1] = row(f"{name}-last", emulator_fail=503)
    return made


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A directory in memory, where there is one.

    A killed process loses nothing that it wrote, whether it is on the disk or not, and a thousand
    runs of ten fsyncs each wait for the disk longer than for all else.
    """
    memory = Path("/dev/shm")
    where = memory if os.access(memory, os.W_OK) else tmp_path_factory.getbasetemp()
    with tempfile.TemporaryDirectory(prefix="together-kill-", dir=where) as name:
        yield Path(name)


@pytest.fixture(scope="module")
def emulator(directory: Path) -> Iterator[Emulator]:
    made = Emulator(directory / "data", ("--answered-at", "1700000000"))
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def killing(emulator: Emulator) -> Iterator[Killing]:
    with closing(Killing(emulator.base_url)) as server:
        yield server


def without_names(data: bytes, name: str) -> bytes:
    """A result file without what differs between two runs that differ in their rows' names."""
    return re.sub(rb"chatcmpl-[0-9a-f]+", b"chatcmpl", data.replace(name.encode(), b"NAME"))


class Case:
    """A run to be killed."""

    def __init__(self, killing: Killing, directory: Path, name: str, shards: int) -> None:
        self._killing = killing
        self._shards = shards
        self.rows = given(name, shards)
        directory.mkdir(exist_ok=True)
        self.source = write(directory / f"{name}.jsonl", self.rows)
        self.output = directory / f"{name}-out.jsonl"
        self.kills = 0

    def run(self, **when: Any) -> dict[str, Any] | None:
        """Run until it is killed or done; True when done."""
        done = self._killing.run(self.source, self.output, **when, **OPTIONS, max_attempts=2)
        self.kills += done is None
        return done

    def finish(self) -> bytes:
        """Run to the end, look at what there is, and return it."""
        done = self.run() or {}
        size = len(self.rows)
        assert done["counts"] == {"ok": size - 1, "error": 1, "missing": 0, "duplicate": 0}
        assert [line["custom_id"] for line in read(self.output)] == [
            row["custom_id"] for row in self.rows
        ]
        return self.output.read_bytes()


@pytest.mark.timeout(3600)
def test_killed_at_every_boundary_it_goes_on(
    killing: Killing, emulator: Emulator, directory: Path
) -> None:
    calm = Case(killing, directory, "boundary-000-calm", shards=1)
    done = calm.run()
    assert done is not None
    boundaries = done["boundaries"]
    assert boundaries > 60
    expected = without_names(calm.finish(), "boundary-000-calm")
    before = len(jobs_by_content(emulator))
    kills = rounds = cases = 0
    while kills < KILLS // 2:
        # Between the end of one step and the begin of the next nothing happens: every other
        # boundary is one of each pair.
        for boundary in range(rounds % 2, boundaries, 2):
            name = f"boundary-{rounds:03}-{boundary:04}"  # of one length: it is counted in tokens
            case = Case(killing, directory, name, shards=1)
            if case.run(boundary=boundary) is None and boundary % 3 == 0:
                case.run(boundary=boundary)  # once more: the way back is killed too
            assert without_names(case.finish(), name) == expected, name
            kills += case.kills
            cases += 1
        rounds += 1
    found = jobs_by_content(emulator)
    assert set(found.values()) == {1}
    assert len(found) - before == 2 * cases  # the shard, and the row that is asked again


@pytest.mark.timeout(3600)
def test_killed_at_random_again_and_again_it_ends_as_if_nothing_had_been(
    killing: Killing,
    emulator: Emulator,
    directory: Path,
    together_emulator_factory: Callable[..., Emulator],
) -> None:
    calm = together_emulator_factory("--answered-at", "1700000000")
    with closing(Killing(calm.base_url)) as reference:
        kill_at_random(killing, reference, emulator, directory)


def kill_at_random(
    killing: Killing, reference: Killing, emulator: Emulator, directory: Path
) -> None:
    chance = random.Random(5)
    kills = 0
    number = 0
    while kills < KILLS // 2:
        number += 1
        name = f"random-{number:08}"
        paid = len(jobs_by_content(emulator))
        began = time.monotonic()
        expected = Case(reference, directory / "calm", name, shards=6).finish()
        whole = time.monotonic() - began
        case = Case(killing, directory, name, shards=6)
        while case.kills < 60:
            # Early ones kill a run that has hardly begun, late ones let it come to its end; how
            # long that is the machine says.
            when = {"seconds": chance.uniform(0.05, 0.7) * whole}
            if chance.random() < 0.5:
                when = {"boundary": chance.randrange(20, 140)}
            if case.run(**when) is not None:
                break
        kills += case.kills
        assert case.finish() == expected, name
        found = jobs_by_content(emulator)
        assert len(found) == paid + 7, name
        assert set(found.values()) == {1}, name

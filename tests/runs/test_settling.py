"""What an answer that was long on its way proves: no more than what was so when it was asked for.

The clock is the test's: pauses pass at once, and an answer takes as long as it is said to.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.runs.conftest import QUICK, paid_once, rows, write
from together_ext import Together
from together_ext.emulator.pytest_plugin import Emulator
from together_ext.flow import Fetch, Send, Sleep
from together_ext.runs import runner
from together_ext.transfer.performer import Performer

SETTLE = 10.0
Slow = Callable[[str, int], None]


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Slow:
    """Have the nth answer to an operation (or ``Fetch``) take longer than ``settle``."""
    now = 0.0
    asked: dict[str, int] = {}
    late: set[tuple[str, int]] = set()
    desk_of, perform = runner._desk, Performer.perform

    def timed(*args: Any) -> Any:
        desk = desk_of(*args)
        desk.clock = lambda: now
        return desk

    def watched(self: Performer, effect: Any) -> Any:
        nonlocal now
        if isinstance(effect, Sleep):
            now += effect.seconds
            return None
        name = effect.operation if isinstance(effect, Send) else type(effect).__name__
        asked[name] = asked.get(name, 0) + 1
        try:
            return perform(self, effect)
        finally:
            if (name, asked[name]) in late:
                now += 2 * SETTLE

    monkeypatch.setattr(runner, "_desk", timed)
    monkeypatch.setattr(Performer, "perform", watched)
    return lambda operation, number: late.add((operation, number))


def run(tmp_path: Path) -> Any:
    source = write(tmp_path / "in.jsonl", rows(4))
    options = {**QUICK, "settle": SETTLE, "poll_interval": 1.0}
    with Together() as client:
        return client.batches.run(source, output=tmp_path / "out.jsonl", **options)


def test_a_list_that_was_long_on_its_way_does_not_prove_that_no_job_was_made_since(
    server: Emulator, slow: Slow, tmp_path: Path
) -> None:
    server.fault("drop_after", "/batches", "POST")
    # The first list is the one before the create; the next three lag behind it.
    server.fault("status", "/batches", "GET", code=200, body="[]", skip=1, times=3)
    slow("list_batches", 4)
    assert run(tmp_path).counts.ok == 4
    assert paid_once(server, 1)
    assert server.books()["requests"]["POST /batches"] == 1


def test_a_look_that_was_long_on_its_way_does_not_prove_that_no_answers_came_since(
    server: Emulator, slow: Slow, tmp_path: Path
) -> None:
    nothing = {"status": "COMPLETED", "output_file_id": None, "error_file_id": None}
    server.fault("rewrite", "/batches/*", "GET", set=nothing, times=2)
    slow("get_batch", 2)
    result = run(tmp_path)
    assert (result.counts.ok, result.retries) == (4, 0)
    assert paid_once(server, 1)


def test_answers_are_not_believed_lost_when_they_are_first_missed(
    server: Emulator, slow: Slow, tmp_path: Path
) -> None:
    server.fault("status", "/files/*/content", "GET", code=404, times=2)
    slow(Fetch.__name__, 1)
    assert run(tmp_path).counts.ok == 4

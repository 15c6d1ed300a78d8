"""Rows in, rows out: what a user sees of a run."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import Client
from tests.runs.conftest import QUICK, paid_once, read, rows, write
from together_ext.emulator.pytest_plugin import Emulator


def test_every_row_is_answered_in_its_order(use: Client, server: Emulator, tmp_path: Path) -> None:
    given = rows(10)
    source = write(tmp_path / "in.jsonl", given)
    out = tmp_path / "out.jsonl"
    result = use(lambda c: c.batches.run(source, output=out, **QUICK))
    assert (result.counts.rows, result.counts.ok) == (10, 10)
    assert [line["custom_id"] for line in read(out)] == [r["custom_id"] for r in given]
    assert paid_once(server, 3)
    assert len(result.jobs) == 3
    assert result.usage.prompt_tokens > 0
    assert [r.custom_id for r in result.rows()] == [r["custom_id"] for r in given]


def test_the_same_line_again_gives_the_same_and_sends_nothing(
    use: Client, server: Emulator, tmp_path: Path
) -> None:
    source = write(tmp_path / "in.jsonl", rows(6))
    out = tmp_path / "out.jsonl"
    first = use(lambda c: c.batches.run(source, output=out, **QUICK))
    before, written = server.books()["requests"], out.stat()
    again = use(lambda c: c.batches.run(source, output=out, **QUICK))
    assert (again.counts, again.jobs, again.usage) == (first.counts, first.jobs, first.usage)
    assert server.books()["requests"] == before
    assert out.stat() == written

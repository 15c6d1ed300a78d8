"""Rows in, rows out: what a user sees of a run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Client
from tests.runs.conftest import QUICK, paid_once, read, row, rows, write
from together_ext import Together
from together_ext.emulator.pytest_plugin import Emulator

PRICES = {"models": {"m": {"input": 2, "output": 3}}, "date": "2026-01-01"}


def identity(path: Path) -> tuple[int, int]:
    """What is another when a file is written anew, and not when it is read."""
    return path.stat().st_ino, path.stat().st_mtime_ns


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
    before, written = server.books()["requests"], identity(out)
    again = use(lambda c: c.batches.run(source, output=out, **QUICK))
    assert (again.counts, again.jobs, again.usage) == (first.counts, first.jobs, first.usage)
    assert server.books()["requests"] == before
    assert identity(out) == written


def test_the_totals_are_what_went_over_the_wire(server: Emulator, tmp_path: Path) -> None:
    given = [*rows(4), row("fails", emulator_fail=503)]
    source = write(tmp_path / "in.jsonl", given)
    with Together() as client:
        result = client.batches.run(
            source, output=tmp_path / "out.jsonl", max_attempts=2, **{**QUICK, "prices": PRICES}
        )
    files = {file["id"]: file["bytes"] for file in server.books()["files"]}
    jobs = server.books()["jobs"]
    answers = (tmp_path / ".out.jsonl.run" / "answers").iterdir()
    assert (result.counts.ok, result.counts.error) == (4, 1)
    assert sorted(result.jobs) == sorted(job["id"] for job in jobs)
    assert (len(jobs), result.retries) == (3, 1)
    assert result.bytes_sent == sum(files[job["input_file_id"]] for job in jobs)
    assert result.bytes_received == sum(path.stat().st_size for path in answers)
    assert result.seconds > 0
    bodies = [line["response"]["body"] for line in read(result.output) if line["status"] == "ok"]
    asked = sum(body["usage"]["prompt_tokens"] for body in bodies)
    written = sum(body["usage"]["completion_tokens"] for body in bodies)
    assert (result.usage.prompt_tokens, result.usage.completion_tokens) == (asked, written)
    assert result.usage.cost == pytest.approx((asked * 2 + written * 3) / 1_000_000)
    assert result.usage.prices_date == "2026-01-01"

"""What a benchmark's table and picture say."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from bench.transfers.measure import Sample, Series
from bench.transfers.report import Table, markdown, picture


def series(name: str, *cpu: float) -> Series:
    return Series(name, [Sample(wall=2 * each, cpu=each, peak=10) for each in cpu])


TABLE = Table(
    "1 GiB",
    "curl",
    [series("curl", 1, 2, 4), series("together-ext", 0.5, 1.5, 2), Series("wget", failed="no")],
    missing=["aria2"],
    gibibytes=1,
)


def test_ratios_are_taken_round_by_round_with_the_least_and_the_most() -> None:
    lines = markdown(TABLE).splitlines()
    assert (
        "| together-ext | 0.50 (0.50 to 0.75) | 0.50 (0.50 to 0.75) | 3.00 | 1.50 | 10 |" in lines
    )


def test_what_failed_and_what_is_not_here_is_said() -> None:
    said = markdown(TABLE)
    assert "| wget | failed: no |" in said
    assert "| aria2 | not here |" in said


def test_the_picture_is_a_png(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    path = tmp_path / "transfers.png"
    without_reference = Table("2 GiB", "curl", [series("together-ext", 1)])
    assert picture([TABLE, without_reference], path)
    assert path.read_bytes().startswith(b"\x89PNG")


def test_without_matplotlib_there_is_none_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert not picture([TABLE], tmp_path / "transfers.png")
    assert not list(tmp_path.iterdir())

"""Memory does not grow with the rows."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "scripts" / "bench" / "rows.py"


def peaks(rows: int, directory: Path) -> dict[str, int]:
    """Peak memory of each phase in MiB, each in a process of its own."""
    command = [sys.executable, BENCH, str(rows), "300", "--directory", str(directory)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return {
        phase: int(peak) for phase, peak in re.findall(r"^\| (\w[\w ]*) .*\| (\d+) \|$", said, re.M)
    }


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux's /proc")
def test_the_peak_of_no_phase_grows_with_the_rows(tmp_path: Path) -> None:
    # Both are more than what is held on purpose: a shard's ids (50,000), the database's cache.
    few, many = peaks(51_000, tmp_path), peaks(120_000, tmp_path)
    assert set(few) == {"check", "prepare", "prepare again", "collect", "merge"}
    for phase in few:
        assert many[phase] < few[phase] + 20, phase
        assert many[phase] < 200, phase

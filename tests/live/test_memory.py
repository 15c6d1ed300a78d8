"""Memory does not grow with the file."""

from __future__ import annotations

from pathlib import Path

from bench.memory import peaks

from together_ext.emulator.pytest_plugin import Emulator

SMALL, LARGE = 8, 128  # MiB


def test_memory_does_not_grow_with_the_file(server: Emulator, tmp_path: Path) -> None:
    small = peaks(server.base_url, SMALL, tmp_path)
    large = peaks(server.base_url, LARGE, tmp_path)
    for what, peak in large.items():
        assert peak < 60, what
        assert peak - small[what] < 6, what

"""The programs in docs/, run as they stand there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from together_ext.emulator.pytest_plugin import Emulator

ROOT = Path(__file__).resolve().parents[2]
ROW = (
    '{"custom_id": "a", "body": {"model": "m", "messages": [{"role": "user", "content": "hi"}]}}\n'
)


def programs(page: str) -> list[str]:
    return re.findall(r"```python\n(.*?)```", (ROOT / "docs" / page).read_text(), re.DOTALL)


def run(program: str, cwd: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([*sys.path, str(ROOT / "scripts")])},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_programs_about_runs_give_every_row(server: Emulator, tmp_path: Path) -> None:
    (tmp_path / "prompts.jsonl").write_text(ROW)
    whole, halves = programs("runs.md")
    assert "\na ok " in run(whole, tmp_path)
    assert "finished=True" in run(halves, tmp_path)


@pytest.mark.parametrize("program", programs("transfer-proof.md"))
def test_the_program_about_the_chaos_server_sees_what_it_says(program: str, tmp_path: Path) -> None:
    run(program, tmp_path)
    assert (tmp_path / "file-1.bin").stat().st_size == 10_000_000

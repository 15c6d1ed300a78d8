"""The programs in docs/, run as they stand there."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import KEY
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
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_programs_about_runs_give_every_row(server: Emulator, tmp_path: Path) -> None:
    (tmp_path / "prompts.jsonl").write_text(ROW)
    whole, halves = programs("runs.md")
    assert "\na ok " in run(whole, tmp_path)
    assert "finished=True" in run(halves, tmp_path)


def test_the_script_of_the_steps_says_how_to_come_back_to_a_batch_that_was_paid_for(
    together_emulator_factory: Callable[..., Emulator], tmp_path: Path
) -> None:
    server = together_emulator_factory("--seconds-per-row", "0.01")
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(sys.path),
        "TOGETHER_API_KEY": KEY,
        "TOGETHER_BASE_URL": server.base_url,
    }
    script = [sys.executable, str(ROOT / "scripts" / "batch_steps.py"), "--poll-interval", "0.1"]
    with subprocess.Popen(
        [*script, "--directory", str(tmp_path / "a b")],
        env=environment,
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as steps:
        assert steps.stdout is not None  # PIPE
        while not steps.stdout.readline().endswith(" created\n"):
            assert steps.poll() is None
        steps.send_signal(signal.SIGINT)
        _, said = steps.communicate(timeout=300)
    assert steps.returncode == 130
    again = shlex.split(said.partition("come back to it with: ")[2])
    done = subprocess.run(
        [*again, "--poll-interval", "0.1"],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert set(server.books()["jobs_by_input"].values()) == {1}


@pytest.mark.parametrize("program", programs("transfer-proof.md"))
def test_the_program_about_the_chaos_server_sees_what_it_says(program: str, tmp_path: Path) -> None:
    run(program, tmp_path)
    assert (tmp_path / "file-1.bin").stat().st_size == 10_000_000

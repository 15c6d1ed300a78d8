"""The README's example of an upload, run as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from together_ext.emulator.pytest_plugin import Emulator

README = Path(__file__).resolve().parents[2] / "README.md"


def test_the_example_of_rows_runs(server: Emulator, capsys: pytest.CaptureFixture[str]) -> None:
    section = README.read_text().partition("## Uploading")[2]
    (program,) = re.findall(r"```python\n(.*?)```", section.partition("\n## ")[0], re.DOTALL)
    scope: dict[str, object] = {}
    exec(program, scope)
    scope["client"].close()
    assert capsys.readouterr().out == "questions.jsonl 2\n"

"""Killed at any moment and run again, it comes to the same."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.runs.rows import lines, request

PROGRAM = """
import sys
from pathlib import Path
from together_ext.runs import reading, source, writing
from together_ext.runs.merge import merge
from together_ext.runs.outcomes import Outcomes
from together_ext.runs.prepare import prepare
from together_ext.runs.room import Room
from together_ext.runs.shard import Limits

source._BLOCK = 300  # many blocks, and so many steps
directory = Path(sys.argv[1])
room = Room(directory / "room")
limits = Limits(max_rows=4)
prepared = prepare(
    directory / "rows.jsonl", room, endpoint="/v1/x", limits=limits, on_invalid="skip"
).run()
outcomes = Outcomes(room)
for shard in outcomes.shards(1):
    answers = directory / "answers" / f"{shard.number}.jsonl"
    outcomes.collect(shard, f"job{shard.number}", answers, None, "EXPIRED").run()
for shard in outcomes.retry_shards(limits, 2).run():
    answers = directory / "answers" / f"{shard.number}.jsonl"
    outcomes.collect(shard, f"job{shard.number}", None, answers, "COMPLETED").run()
merge(outcomes, directory / "results.jsonl").run()
outcomes.close()
"""


def world(directory: Path) -> Path:
    """Rows, of which one is no request and one is there twice, and answers for their shards."""
    rows = [request(str(n), custom_id=f"r{n}") for n in range(14)]
    rows[5]["body"] = None
    rows[9]["custom_id"] = "r2"
    (directory / "answers").mkdir(parents=True)
    (directory / "rows.jsonl").write_bytes(lines(*rows))
    for number in range(1, 6):
        answers = [
            {"custom_id": f"r{n}", "response": {"status_code": 200, "body": {"n": n}}}
            for n in range(14)
            if (n % 3 == 0) == (number < 4)  # the rest comes at the second try
        ]
        (directory / "answers" / f"{number}.jsonl").write_bytes(lines(*answers))
    (directory / "program.py").write_text(PROGRAM)
    return directory


def tree(directory: Path) -> dict[str, bytes]:
    """Every file but the database, whose pages depend on how it was written."""
    return {
        str(path.relative_to(directory)): path.read_bytes()
        for path in sorted(directory.rglob("*"))
        if path.is_file() and ".sqlite" not in path.name
    }


@pytest.mark.skipif(not hasattr(sys, "addaudithook") or sys.platform == "win32", reason="forks")
def test_killed_at_every_file_operation_it_gives_what_it_gives_undisturbed(tmp_path: Path) -> None:
    disturbed, undisturbed = world(tmp_path / "a"), world(tmp_path / "b")
    for directory in (disturbed, undisturbed):
        (directory / "program.py").write_text(PROGRAM)
    subprocess.run([sys.executable, undisturbed / "program.py", undisturbed], check=True)
    killing = Path(__file__).with_name("killing.py")
    killed = subprocess.run(
        [sys.executable, killing, disturbed / "program.py", disturbed],
        check=True,
        capture_output=True,
        text=True,
    )
    assert int(killed.stdout) > 40
    assert tree(disturbed) == tree(undisturbed)
    assert len((disturbed / "results.jsonl").read_bytes().splitlines()) == 14

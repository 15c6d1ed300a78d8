"""The API's own limits, whole runs up to their last byte and row."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.runs.conftest import paid_once, read
from together_ext import Together
from together_ext.emulator.pytest_plugin import Emulator
from together_ext.runs.prepare import prepare
from together_ext.runs.room import Room
from together_ext.runs.shard import Limits

CHAT = "/v1/chat/completions"
_HI = b'[{"role":"user","content":"."}]'


def test_the_limits_are_those_of_the_api() -> None:
    assert (Limits().max_bytes, Limits().max_rows) == (100_000_000, 50_000)


def test_the_50001st_row_goes_into_a_second_job(server: Emulator, tmp_path: Path) -> None:
    body = '"body":{"model":"m","messages":[{"role":"user","content":"."}]}'
    with (tmp_path / "in.jsonl").open("w") as file:
        file.writelines(f'{{"custom_id":"r{n}",{body}}}\n' for n in range(50_001))
    with Together() as client:
        result = client.batches.run(
            tmp_path / "in.jsonl", output=tmp_path / "out.jsonl", poll_interval=0.1
        )
    assert (result.counts.rows, result.counts.ok, len(result.jobs)) == (50_001, 50_001, 2)
    assert paid_once(server, 2)
    shards = sorted((tmp_path / ".out.jsonl.run" / "shards").iterdir())
    assert [path.read_bytes().count(b"\n") for path in shards] == [50_000, 1]
    assert b"".join(path.read_bytes() for path in shards) == (tmp_path / "in.jsonl").read_bytes()
    with (tmp_path / "out.jsonl").open("rb") as file:
        found = [json.loads(line)["custom_id"] for line in file]
    assert found == [f"r{n}" for n in range(50_001)]


def write(path: Path, rows: int, size: int, more: int = 0) -> Path:
    """Write rows of so many bytes each with its line end, the last one with some more."""
    with path.open("wb") as file:
        for n in range(rows):
            head = b'{"custom_id":"r%d","body":{"model":"m","messages":%s,"x":{"y":"' % (n, _HI)
            wanted = size + (more if n == rows - 1 else 0)
            file.write(head + b"x" * (wanted - len(head) - 5) + b'"}}}\n')
    return path


def test_a_hundred_million_bytes_are_one_job_and_the_next_row_is_in_another(
    server: Emulator, tmp_path: Path
) -> None:
    source = write(tmp_path / "in.jsonl", 101, 1_000_000)
    with Together() as client:
        result = client.batches.run(source, output=tmp_path / "out.jsonl", poll_interval=0.1)
    assert (result.counts.ok, len(result.jobs)) == (101, 2)
    assert paid_once(server, 2)
    shards = sorted((tmp_path / ".out.jsonl.run" / "shards").iterdir())
    assert [path.stat().st_size for path in shards] == [100_000_000, 1_000_000]
    assert [line["custom_id"] for line in read(tmp_path / "out.jsonl")] == [
        f"r{n}" for n in range(101)
    ]


@pytest.mark.parametrize(("more", "shards"), [(0, [100]), (1, [99, 1])])
def test_one_byte_more_than_a_hundred_million_is_a_second_job(
    more: int, shards: list[int], tmp_path: Path
) -> None:
    source = write(tmp_path / "in.jsonl", 100, 1_000_000, more)
    found = prepare(source, Room(tmp_path / "room"), endpoint=CHAT).run()
    assert [shard.rows for shard in found.shards] == shards
    assert sum(shard.size for shard in found.shards) == 100_000_000 + more

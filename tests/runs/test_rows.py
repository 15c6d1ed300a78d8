"""From rows to shards, from answers to results: the whole way, with real files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from together_ext.runs.merge import merge
from together_ext.runs.outcomes import Outcomes
from together_ext.runs.prepare import prepare
from together_ext.runs.room import Room
from together_ext.runs.shard import Limits
from together_ext.runs.totals import Counts

CHAT = "/v1/chat/completions"


def request(text: str, **more: Any) -> dict[str, Any]:
    return {"body": {"model": "m", "messages": [{"role": "user", "content": text}]}, **more}


def good(id: str, text: str = "fine") -> bytes:
    body = {"choices": [text], "usage": {"prompt_tokens": 3, "completion_tokens": 4}}
    return json.dumps({"custom_id": id, "response": {"status_code": 200, "body": body}}).encode()


def bad(id: str, code: int | str) -> bytes:
    return json.dumps({"custom_id": id, "error": {"message": "no", "code": code}}).encode()


def test_every_row_ends_as_exactly_one_thing(tmp_path: Path) -> None:
    room = Room(tmp_path / "room")
    rows = (request(str(number), custom_id=f"r{number}") for number in range(6))
    (shard,) = prepare(rows, room, endpoint=CHAT).run().shards
    output, errors = room.answers / "output", room.answers / "errors"
    unknown, cut = good("nobody"), good("r5")[:-9]
    output.write_bytes(b"\n".join([good("r3"), good("r0"), good("r0"), unknown, cut]))
    errors.write_bytes(b"\n".join([bad("r1", 429), bad("r2", 400), bad("r4", "batch_expired")]))
    outcomes = Outcomes(room)

    first = outcomes.collect(shard, "job", output, errors, "COMPLETED").run()
    assert outcomes.collect(shard, "job", output, errors, "COMPLETED").run() == first
    assert outcomes.counts() == Counts(ok=1, error=3, missing=1, duplicate=1, retryable=3, strays=2)
    assert (room.strays / "00001.jsonl").read_bytes().splitlines() == [unknown, cut]

    again = outcomes.retry_shards(Limits(max_rows=2), attempt=2).run()
    assert outcomes.retry_shards(Limits(max_rows=2), attempt=2).run() == again
    asked = [
        json.loads(line)["custom_id"]
        for s in again
        for line in s.path.read_bytes().split(b"\n")
        if line
    ]
    assert asked == ["r1", "r4", "r5"]
    assert [(s.number, s.attempt, s.rows) for s in again] == [(2, 2, 2), (3, 2, 1)]

    merge(outcomes, tmp_path / "results.jsonl").run()
    merged = [
        json.loads(line) for line in (tmp_path / "results.jsonl").read_text().split("\n") if line
    ]
    assert [(row["custom_id"], row["status"]) for row in merged] == [
        ("r0", "duplicate"),
        ("r1", "error"),
        ("r2", "error"),
        ("r3", "ok"),
        ("r4", "error"),
        ("r5", "missing"),
    ]
    outcomes.close()

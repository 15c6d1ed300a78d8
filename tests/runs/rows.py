"""Requests and answers for the tests of runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from together_ext.runs.outcomes import Outcomes
from together_ext.runs.prepare import Prepared, prepare
from together_ext.runs.room import Room
from together_ext.runs.shard import Shard

CHAT = "/v1/chat/completions"


def request(text: str = "hi", model: str = "m", **more: Any) -> dict[str, Any]:
    """A request without an id."""
    return {"body": {"model": model, "messages": [{"role": "user", "content": text}]}, **more}


def lines(*rows: Any) -> bytes:
    """Rows as JSON lines."""
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def good(id: str, text: str = "fine") -> bytes:
    """A line of an output file."""
    body = {"choices": [text], "usage": {"prompt_tokens": 3, "completion_tokens": 4}}
    return json.dumps({"custom_id": id, "response": {"status_code": 200, "body": body}}).encode()


def bad(id: str, code: Any) -> bytes:
    """A line of an error file."""
    return json.dumps({"custom_id": id, "error": {"message": "no", "code": code}}).encode()


def prepared(source: object, room: Room, **options: Any) -> Prepared:
    """Prepare a run of chat completions."""
    return prepare(source, room, endpoint=CHAT, **options).run()


def collect(
    outcomes: Outcomes,
    shard: Shard,
    job: str,
    output: list[bytes],
    errors: list[bytes] | None = None,
) -> Any:
    """Collect a job that answered these lines."""
    paths: list[Path | None] = [None, None]
    for which, answers in enumerate((output, errors)):
        if answers is not None:
            path = outcomes.room.answers / f"{job}-{which}.jsonl"
            path.write_bytes(b"\n".join(answers))
            paths[which] = path
    return outcomes.collect(shard, job, paths[0], paths[1], "COMPLETED").run()


def read(path: Path) -> list[Any]:
    """Read JSON lines."""
    return [json.loads(line) for line in path.read_bytes().split(b"\n") if line]

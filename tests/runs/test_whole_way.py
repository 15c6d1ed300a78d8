"""Any rows, answered in any way: each comes back once, with the bytes that were answered."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.runs.rows import CHAT, read
from together_ext.runs import source as sources
from together_ext.runs.merge import merge
from together_ext.runs.outcomes import Outcomes
from together_ext.runs.prepare import prepare
from together_ext.runs.room import Room
from together_ext.runs.shard import Limits

_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.just("\u2028\u0085")
_rows = st.lists(
    st.fixed_dictionaries(
        {"text": _text, "model": st.sampled_from(["m", "n/o"]), "id": st.booleans()}
    ),
    min_size=1,
    max_size=12,
)
# What is done to one row at one attempt.
_fates = st.sampled_from(
    ["ok", "ok", "twice", "error 429", "error 400", "status 500", "gone", "cut"]
)


def answer(id: str, fate: str, text: str) -> tuple[list[bytes], list[bytes]]:
    response = {"status_code": 200, "body": {"text": text}}
    good = json.dumps({"custom_id": id, "response": response}, ensure_ascii=False).encode()
    if fate.startswith("error"):
        error = {"message": "no", "code": int(fate.split()[1])}
        return [], [json.dumps({"custom_id": id, "error": error}).encode()]
    if fate.startswith("status"):
        response = {"status_code": 500, "body": {}}
        return [json.dumps({"custom_id": id, "response": response}).encode()], []
    return {"ok": [good], "twice": [good, good], "gone": [], "cut": [good[:-3]]}[fate], []


def final(fates: list[str]) -> tuple[str, int]:
    """Say what a row that meets these fates ends as, and after how many attempts."""
    said = "missing"
    for attempt, fate in enumerate(fates, 1):
        if fate in ("ok", "twice"):
            return ("ok" if fate == "ok" else "duplicate"), attempt
        if fate == "error 400":
            return "error", attempt
        if fate in ("error 429", "status 500"):
            said = "error"
    return said, len(fates)


@settings(max_examples=40, deadline=None)
@given(rows=_rows, data=st.data(), limit=st.integers(1, 5), block=st.integers(1, 400))
def test_every_row_comes_back_once(rows: list[Any], data: Any, limit: int, block: int) -> None:
    fates = [data.draw(st.lists(_fates, min_size=3, max_size=3)) for _ in rows]
    with tempfile.TemporaryDirectory() as temporary:
        directory = Path(temporary)
        given_ids = [f"given {n}" if row["id"] else None for n, row in enumerate(rows)]
        with (directory / "rows.jsonl").open("w", encoding="utf-8", newline="") as file:
            for row, id in zip(rows, given_ids, strict=True):
                line: Any = {"body": {"model": row["model"], "text": row["text"]}}
                if id is not None:
                    line["custom_id"] = id
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
        kept, sources._BLOCK = sources._BLOCK, block
        try:
            room = Room(directory / "room")
            limits = Limits(max_rows=limit)
            shards = prepare(directory / "rows.jsonl", room, endpoint=CHAT, limits=limits).run()
            merged = answered(directory, room, list(shards.shards), limits, fates, data)
        finally:
            sources._BLOCK = kept

        assert [row["index"] for row in merged] == list(range(len(rows)))
        ids = [row["custom_id"] for row in merged]
        assert len(set(ids)) == len(ids)
        assert all(id in (None, found) for id, found in zip(given_ids, ids, strict=True))
        for row, found, own in zip(rows, merged, fates, strict=True):
            assert (found["status"], found["attempts"]) == final(own)
            if found["status"] in ("ok", "duplicate"):
                assert found["response"]["body"]["text"] == row["text"]
            else:
                assert found["error"]["message"]


def answered(
    directory: Path, room: Room, shards: list[Any], limits: Limits, fates: Any, data: Any
) -> list[Any]:
    """Answer every shard, the rows of three attempts, each as its fate says and in any order."""
    outcomes = Outcomes(room)
    try:
        for attempt in (1, 2, 3):
            if attempt > 1:
                shards = outcomes.retry_shards(limits, attempt).run()
            for shard in shards:
                output, errors = [b'{"custom_id": "nobody"}'], [b"noise"]
                members = outcomes.table.members(shard.number)
                for index, line in zip(members, read(shard.path), strict=True):
                    fate = fates[index][attempt - 1]
                    good, bad = answer(line["custom_id"], fate, line["body"]["text"])
                    output, errors = output + good, errors + bad
                for name, found in (("o", output), ("e", errors)):
                    mixed = data.draw(st.permutations(found))
                    (room.answers / f"{shard.number}.{name}").write_bytes(b"\n".join(mixed))
                paths = [room.answers / f"{shard.number}.{name}" for name in "oe"]
                outcomes.collect(shard, f"job{shard.number}", *paths, "COMPLETED").run()
        counts = outcomes.counts()
        assert counts.rows == len(fates)
        merge(outcomes, directory / "results.jsonl").run()
    finally:
        outcomes.close()
    return read(directory / "results.jsonl")

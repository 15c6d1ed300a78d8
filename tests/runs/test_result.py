"""What a run gives back."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

import together_ext
from tests.runs.rows import CHAT, bad, collect, lines, prepared, request
from together_ext.errors import InputFileError, InvalidArgumentError, MissingPackageError
from together_ext.operations import response_reader
from together_ext.runs.estimate import Estimate, estimate
from together_ext.runs.merge import merge
from together_ext.runs.outcomes import Outcomes
from together_ext.runs.prices import Price, Prices, load_prices
from together_ext.runs.result import RunResult, usage_of
from together_ext.runs.room import Room
from together_ext.runs.totals import ModelUsage

FORMATS = ["jsonl", "csv", "parquet"]


def chat(id: str, text: str) -> bytes:
    body = {
        "id": "x",
        "object": "chat.completion",
        "created": 1,
        "model": "m",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": text}}],
        "usage": {"prompt_tokens": 10, "completion_tokens": 20, "total_tokens": 30},
    }
    return json.dumps({"custom_id": id, "response": {"status_code": 200, "body": body}}).encode()


def finished(directory: Path, form: str = "jsonl", prices: Prices | None = None) -> RunResult:
    """Run two rows: one is answered, one is not."""
    room = Room(directory / "room")
    rows = [request(custom_id="a", label="A"), request(custom_id="b", label="B\u2028")]
    (shard,) = prepared(rows, room, keep_columns=["label"]).shards
    outcomes = Outcomes(room)
    collected = collect(outcomes, shard, "job", [chat("a", "hi\u2028")], [bad("b", 400)])
    merged = merge(outcomes, directory / f"results.{form}").run()
    result = RunResult(
        output=merged.path,
        counts=outcomes.counts(),
        usage=usage_of(outcomes.usage(), prices or Prices({})),
        endpoint=CHAT,
        jobs=("job",),
        retries=0,
        bytes_sent=shard.size,
        bytes_received=collected.bytes,
        seconds=1.0,
        reader=response_reader(CHAT),
    )
    outcomes.close()
    return result


@pytest.mark.parametrize("form", FORMATS)
def test_rows_come_typed_whatever_the_format(form: str, tmp_path: Path) -> None:
    first, second = finished(tmp_path, form).rows()
    assert type(first.body).__name__ == "ChatCompletionResponse"
    assert first.body.choices[0].message.content == "hi\u2028"
    assert (first.custom_id, first.index, first.status, first.ok) == ("a", 0, "ok", True)
    assert first.response is not None
    assert first.response["status_code"] == 200
    assert first.columns == {"label": "A"}
    assert (second.status, second.ok, second.body, second.attempts) == ("error", False, None, 1)
    assert second.error == {"message": "no", "code": 400}
    assert second.columns == {"label": "B\u2028"}


def test_rows_can_be_made_into_anything(tmp_path: Path) -> None:
    result = finished(tmp_path)
    found = result.rows(parse=lambda body: body["choices"][0]["message"]["content"])
    assert [row.body for row in found] == ["hi\u2028", None]


def test_an_endpoint_without_a_model_gives_dicts(tmp_path: Path) -> None:
    result = finished(tmp_path)
    assert response_reader("/v1/audio/transcriptions") is None
    bare = RunResult(**{**vars(result), "reader": None})
    assert next(bare.rows()).body["id"] == "x"


@pytest.mark.parametrize("form", FORMATS)
def test_a_pandas_frame_has_the_own_columns_beside_the_others(form: str, tmp_path: Path) -> None:
    frame = finished(tmp_path, form).to_pandas()
    assert list(frame["label"]) == ["A", "B\u2028"]
    assert list(frame["custom_id"]) == ["a", "b"]
    assert list(frame["index"]) == [0, 1]
    assert frame["response"][0]["body"]["id"] == "x"


@pytest.mark.parametrize("form", FORMATS)
def test_a_polars_frame_has_one_schema(form: str, tmp_path: Path) -> None:
    frame = finished(tmp_path, form).to_polars()
    assert frame["status"].to_list() == ["ok", "error"]
    assert json.loads(frame["response"][0])["body"]["id"] == "x"
    assert frame["error"].to_list() == [None, '{"message":"no","code":400}']
    assert str(frame.schema["index"]) == "Int64"


@pytest.mark.parametrize(("name", "method"), [("pandas", "to_pandas"), ("polars", "to_polars")])
def test_a_missing_package_says_what_to_install(
    name: str, method: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = finished(tmp_path)
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(MissingPackageError, match=rf"together-ext\[{name}\]"):
        getattr(result, method)()


@pytest.mark.parametrize("content", [b"{\n", b'{"a": 1}\n', b"[1]\n"])
def test_another_file_is_not_read_as_a_result(content: bytes, tmp_path: Path) -> None:
    result = finished(tmp_path)
    result.output.write_bytes(content)
    with pytest.raises(InputFileError, match="is not a result file"):
        list(result.rows())


@pytest.mark.parametrize("form", ["jsonl", "csv"])
@pytest.mark.parametrize("lines", [[0], [1], [1, 0], [0, 1, 1]], ids=str)
def test_a_result_of_which_whole_lines_are_gone_or_moved_is_not_read_as_one(
    form: str, lines: list[int], tmp_path: Path
) -> None:
    result = finished(tmp_path, form)
    assert len(list(result.rows())) == 2
    given = result.output.read_bytes().splitlines(keepends=True)
    head = given[:-2]
    result.output.write_bytes(b"".join([*head, *(given[len(head) + n] for n in lines)]))
    for read in (lambda: list(result.rows()), result.to_pandas, result.to_polars):
        with pytest.raises(InputFileError, match="not what was written"):
            read()


def test_cost_is_tokens_by_the_price_table(tmp_path: Path) -> None:
    prices = Prices({"m": {"input": 1.0, "output": 2.0}}, date="2026-01-01")
    usage = finished(tmp_path, prices=prices).usage
    assert (usage.prompt_tokens, usage.completion_tokens) == (10, 20)
    assert usage.cost == pytest.approx(50 / 1_000_000)
    assert usage.prices_date == "2026-01-01"


def test_a_cost_that_is_not_known_is_none_and_not_a_guess() -> None:
    prices = Prices({"m": {"input": 1, "output": 1}})
    known, unknown = ModelUsage("m", 1, 1, 1, 0), ModelUsage("n", 1, 1, 1, 0)
    untold = ModelUsage("m", 0, 0, 1, 1)
    assert usage_of([known], prices).cost is not None
    assert usage_of([unknown, known], prices).cost is None
    assert usage_of([untold], prices).cost is None
    assert usage_of([], prices).cost == 0


def test_a_batch_discount_is_taken_off() -> None:
    prices = Prices({"m": {"input": 1, "output": 4}, "n": {"input": 1, "output": 4}}, {"m": 0.5})
    assert prices.of("m") == Price(0.5, 2)
    assert prices.of("n") == Price(1, 4)
    assert prices.of("o") is None


def test_the_shipped_table_is_dated_and_says_where_it_is_from() -> None:
    prices = load_prices()
    assert prices.date is not None
    assert prices.of("openai/gpt-oss-20b") == Price(0.05, 0.2)
    path = Path(together_ext.__file__).parent / "runs" / "prices.json"
    shipped = json.loads(path.read_text())
    assert all("https://docs.together.ai/" in note for note in shipped["notes"])


def test_a_table_of_ones_own_takes_its_place(tmp_path: Path) -> None:
    own = {"models": {"m": {"input": 1, "output": 2}}}
    (tmp_path / "prices.json").write_text(json.dumps(own))
    for given in (own, tmp_path / "prices.json", load_prices(own)):
        assert load_prices(given).of("m") == Price(1, 2)


@pytest.mark.parametrize(
    "prices",
    [
        {},
        7,
        "/nowhere/prices.json",
        {"models": {"m": 1}},
        {"models": {"m": {"input": 1}}},
        {"models": {"m": {"input": -1, "output": 1}}},
        {"models": {"m": {"input": float("nan"), "output": 1}}},
        {"models": {"m": {"input": 1, "output": 1}}, "batch_discount": {"m": 1.5}},
    ],
)
def test_a_table_that_is_none_is_refused(prices: Any) -> None:
    with pytest.raises(InvalidArgumentError):
        load_prices(prices)


def of(directory: Path, bodies: list[dict[str, Any]], prices: Prices) -> Estimate:
    source = directory / "rows.jsonl"
    source.write_bytes(lines(*({"body": body} for body in bodies)))
    return estimate(prepared(source, Room(directory / "room")), prices).run()


def test_an_estimate_says_what_a_run_would_take(tmp_path: Path) -> None:
    prices = Prices({"m": {"input": 1, "output": 1}}, date="then")
    bodies = [{"model": "m", "max_tokens": 10}, {"model": "m", "max_completion_tokens": 5, "n": 2}]
    found = of(tmp_path, bodies, prices)
    size = (tmp_path / "room" / "shards" / "00001.jsonl").stat().st_size
    assert found == Estimate(
        rows=2,
        skipped=0,
        shards=1,
        bytes=size,
        prompt_tokens=size // 4,
        completion_tokens=20,
        cost=pytest.approx((size // 4 + 20) / 1_000_000),
        prices_date="then",
    )


@pytest.mark.parametrize(
    "body",
    [
        {"model": "m"},
        {"model": "m", "max_tokens": "many"},
        {"model": "m", "max_tokens": -1},
        {"model": "m", "max_tokens": 0},
        {"model": "m", "max_tokens": 5, "max_completion_tokens": -1},
    ],
)
def test_without_a_bound_there_is_no_bound(body: dict[str, Any], tmp_path: Path) -> None:
    prices = Prices({"m": {"input": 1, "output": 1}})
    found = of(tmp_path, [body, {"model": "m", "max_tokens": 1}], prices)
    assert (found.rows, found.completion_tokens, found.cost) == (2, None, None)


@pytest.mark.parametrize(
    ("more", "most"),
    [
        ({"max_tokens": 5}, 5),
        ({"max_completion_tokens": 7}, 7),
        ({"max_tokens": 9, "max_completion_tokens": 7}, 9),
        ({"max_tokens": 7, "max_completion_tokens": 9}, 9),
        ({"max_tokens": 5, "n": 3}, 15),
        ({"max_tokens": 5, "n": -3}, 5),
        ({"max_tokens": 5, "tools": [{"n": 1}, {"n": 2}]}, 5),
    ],
)
def test_the_bound_is_the_most_that_may_be_written(
    more: dict[str, Any], most: int, tmp_path: Path
) -> None:
    assert of(tmp_path, [{"model": "m", **more}], Prices({})).completion_tokens == most


@pytest.mark.parametrize("key", [b"max_tokens", b"max_completion_tokens", b"n"])
def test_a_bound_that_is_there_twice_is_none(key: bytes, tmp_path: Path) -> None:
    line = b'{"custom_id":"a","body":{"model":"m","max_tokens":5,"%s":1,"%s":2}}\n' % (key, key)
    (tmp_path / "in.jsonl").write_bytes(line)
    found = prepared(tmp_path / "in.jsonl", Room(tmp_path / "room"))
    assert estimate(found, Prices({})).run().completion_tokens is None


def test_without_a_price_there_is_no_cost(tmp_path: Path) -> None:
    found = of(tmp_path, [{"model": "m", "max_tokens": 1}], Prices({}))
    assert (found.completion_tokens, found.cost) == (1, None)

"""What is wrong with a request line."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from together_ext.runs.check import Problem, Rules, Wrong, check, doubled_key, line_of, with_id

CHAT = Rules("/v1/chat/completions", None, 1000)
AUDIO = Rules("/v1/audio/transcriptions", "whisper", 1000)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b'{"custom_id": "a"}', "body is missing; write it, or pass make_request="),
        (b'{"custom_id": "a", "body": null}', "body must be an object, not null"),
        (b'{"custom_id": "a", "body": []}', "body must be an object, not an array"),
        (b'{"custom_id": "a", "body": {}}', "body.model is missing"),
        (b'{"custom_id": "a", "body": {"model": ""}}', "body.model is empty"),
        (b'{"custom_id": "a", "body": {"model": 1}}', "body.model must be a string, not a number"),
        (b'{"custom_id": 1, "body": {"model": "m"}}', "custom_id must be a string, not a number"),
        (b'{"custom_id": "", "body": {"model": "m"}}', "custom_id is empty"),
        (b'{"custom_id": "\\ud800", "body": {"model": "m"}}', "not JSON"),
        (b'{"custom_id": "a", "body": {"model": "m", "x": NaN}}', "not JSON"),
        (b'{"custom_id": "a", "body": {"model": "m"}} x', "not JSON: trailing characters"),
        (b'{"custom_id": "a", "body": {"model": "m"', "not JSON"),
        (b'["a"]', "not a JSON object but an array"),
        (b"null", "not a JSON object but null"),
        (b'{"body": ' + b"[" * 9999 + b"]" * 9999 + b"}", "not JSON: nested too deeply"),
    ],
)
def test_a_line_that_cannot_be_sent_says_why(line: bytes, why: str) -> None:
    with pytest.raises(Wrong) as caught:
        check(line, 0, CHAT)
    assert str(caught.value).startswith(why)


def line(**members: Any) -> bytes:
    return json.dumps({"custom_id": "a", "body": {"model": "m"}, **members}).encode()


def test_an_id_may_have_64_characters_however_many_bytes_they_are() -> None:
    assert check(line(custom_id="é" * 64), 0, CHAT)[0] == "é" * 64
    with pytest.raises(Wrong, match="custom_id has 65 characters, more than the 64"):
        check(line(custom_id="a" * 65), 0, CHAT)


def test_a_row_may_be_as_long_as_the_limit_with_its_line_end() -> None:
    fits = b'{"custom_id":"a","body":{"model":"m","x":"' + b"y" * (999 - 45) + b'"}}'
    assert len(fits) == 999
    assert check(fits, 0, CHAT)[3] == fits
    with pytest.raises(Wrong, match="the row has 1001 bytes"):
        check(fits + b" ", 0, CHAT)


def test_audio_is_told_that_it_is_a_file() -> None:
    assert check(b'{"custom_id":"a","body":{"file":"f"}}', 0, AUDIO)[3] == (
        b'{"custom_id":"a","method":"FILE","body":{"model":"whisper","file":"f"}}'
    )
    with pytest.raises(Wrong, match="method must be"):
        check(line(method="POST"), 0, AUDIO)


@pytest.mark.parametrize("given_id", [b"", b'"custom_id": null, '])
def test_a_missing_id_is_made_of_the_place(given_id: bytes) -> None:
    found = check(b"{" + given_id + b'"body": {"model": "m", "t": 1.50}, "more": 1}', 7, CHAT)
    assert found == (
        "row-7",
        True,
        "m",
        b'{"custom_id":"row-7","body":{"model": "m", "t": 1.50},"more":1}',
    )


def test_a_row_keeps_its_own_model() -> None:
    rules = Rules("/v1/chat/completions", "other", 1000)
    assert check(line(), 0, rules)[2:] == ("m", line())


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (b'{"custom_id": "a", "custom_id": "b", "body": {"model": "m"}}', "custom_id"),
        (b'{"custom_id": "a", "body": {"model": "m", "model": "n"}}', "model"),
        (b'{"custom_id": "a", "body": {"model": "m"}, "body": {"model": "n"}}', "body"),
        (b'{"custom_id": "a", "method": "x", "method": "y", "body": {"model": "m"}}', "method"),
        (b'{"custom_id": "a", "url": "x", "url": "y", "body": {"model": "m"}}', "url"),
        (b'{"custom_id": "a", "body": {"model": "m", "url": "x", "url": "y"}}', None),
        (b'{"custom_id": "a", "body": {"model": "m", "top_p": 1, "top_p": 0}}', None),
        (b'{"custom_id": "a", "body": {"model": "m", "x": {"model": 1, "model": 2}}}', None),
        (b'{"custom_id": "a", "body": {"model": "m", "role": "model"}}', None),
        (b"[", None),
    ],
)
def test_a_deciding_key_that_is_there_twice_is_named(text: bytes, key: str | None) -> None:
    assert doubled_key(text) == key


def test_another_id_leaves_the_rest_as_it_is() -> None:
    assert with_id(b'{"custom_id":"a","body":{"n":1.0}}', "b") == (
        b'{"custom_id":"b","body":{"n":1.0}}'
    )


def test_what_json_cannot_say_is_refused() -> None:
    with pytest.raises(Wrong, match="cannot be written as JSON"):
        line_of({"body": {"model": "m", "x": object()}})
    with pytest.raises(Wrong, match="cannot be written as JSON"):
        line_of({"body": {"model": "\ud800"}})


def test_a_problem_says_where_it_is() -> None:
    assert str(Problem(1, 3, 44, "a", "no body")) == "line 3 (byte 44): no body"
    assert str(Problem(1, 2, None, "a", "no body")) == "row 2: no body"


_text = st.text(st.characters(exclude_categories=["Cs"]))
_json = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | _text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_text, inner, max_size=3),
    max_leaves=8,
)


@given(
    id=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=64),
    more=st.dictionaries(_text, _json, max_size=4),
    escaped=st.booleans(),
)
def test_a_good_line_goes_on_as_the_bytes_it_is(
    id: str, more: dict[str, Any], escaped: bool
) -> None:
    body = {**more, "model": "m"}
    given_line = json.dumps({"custom_id": id, "body": body}, ensure_ascii=escaped).encode()
    rules = Rules("/v1/chat/completions", "other", 10**6)
    assert check(given_line, 0, rules) == (id, False, "m", given_line)


@given(more=st.dictionaries(_text, _json, max_size=4))
def test_completing_a_line_changes_nothing_else(more: dict[str, Any]) -> None:
    body = {key: value for key, value in more.items() if key != "model"}
    given_line = json.dumps({"body": body, "more": more}).encode()
    id, made, model, sent = check(given_line, 3, Rules("/v1/x", "m", 10**6))
    assert (id, made, model) == ("row-3", True, "m")
    assert json.loads(sent) == {
        "custom_id": "row-3",
        "body": {"model": "m", **body},
        "more": more,
    }


def test_nan_of_a_frame_is_null() -> None:
    assert line_of({"x": float("nan")}) == b'{"x":null}'

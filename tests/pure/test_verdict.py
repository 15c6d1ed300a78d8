"""What an answer says about its row."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from together_ext.runs.answers import parts, read_answer
from together_ext.runs.verdict import Verdict, can_pass, judge


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504, 520, 529])
def test_these_statuses_are_asked_again(status: int) -> None:
    assert can_pass(status)
    assert judge(status=status, error=False).retry
    assert judge(status=None, error=True, code=status).retry
    assert judge(status=None, error=True, code=str(status)).retry


@pytest.mark.parametrize("status", [300, 400, 401, 402, 403, 404, 409, 413, 422, 451, 499])
def test_these_statuses_are_not(status: int) -> None:
    assert judge(status=status, error=False) == Verdict(
        ok=False, retry=False, code=str(status) if status >= 400 else None
    )


@pytest.mark.parametrize(
    "code",
    [
        "batch_expired",
        "EXPIRED",
        "rate_limit_exceeded",
        "server_error",
        "Request-Timeout",
        "overloaded",
    ],
)
def test_words_that_say_it_can_pass_are_believed(code: str) -> None:
    assert judge(status=None, error=True, code=code) == Verdict(False, True, code)


@pytest.mark.parametrize("code", [None, "invalid_request", "content_policy", "42", "1500", "²³¹"])
def test_an_error_that_no_one_knows_is_not_paid_for_again(code: str | None) -> None:
    assert not judge(status=None, error=True, code=code).retry


@pytest.mark.parametrize("status", [None, 200, 201, 299])
def test_a_response_without_an_error_is_an_answer(status: int | None) -> None:
    assert judge(status=status, error=False).ok


def answer(**members: Any) -> bytes:
    return json.dumps({"custom_id": "a", **members}).encode()


def test_an_answer_tells_its_tokens() -> None:
    usage = {"prompt_tokens": 3, "completion_tokens": 4, "total_tokens": 7}
    found = read_answer(answer(response={"status_code": 200, "body": {"usage": usage}}))
    assert found is not None
    assert found.verdict.ok
    assert (found.prompt_tokens, found.completion_tokens, found.counted) == (3, 4, True)


def test_tokens_that_are_not_told_are_not_counted() -> None:
    found = read_answer(answer(response={"status_code": 200, "body": {"text": "hi"}}))
    assert found is not None
    assert not found.counted


def test_a_bad_status_in_the_output_file_is_an_error() -> None:
    body = {"error": {"message": "slow down", "type": "rate_limit"}}
    found = read_answer(answer(response={"status_code": 429, "body": body}))
    assert found is not None
    assert found.verdict == Verdict(False, True, "rate_limit", "slow down")


def test_a_bad_status_without_words_says_its_number() -> None:
    found = read_answer(answer(response={"status_code": 400, "body": None}))
    assert found is not None
    assert found.verdict == Verdict(False, False, "400", "the response has status 400")


@pytest.mark.parametrize("error", ["went wrong", {"message": "went wrong"}])
def test_an_error_may_be_a_text_or_an_object(error: Any) -> None:
    found = read_answer(answer(error=error))
    assert found is not None
    assert found.verdict == Verdict(False, False, None, "went wrong")


@pytest.mark.parametrize("error", ["", {}, False, None])
def test_an_error_that_says_nothing_beside_a_response_is_none(error: Any) -> None:
    found = read_answer(answer(error=error, response={"status_code": 200, "body": {}}))
    assert found is not None
    assert found.verdict.ok


def test_an_error_beside_a_response_is_one() -> None:
    found = read_answer(answer(error="no", response={"status_code": 200, "body": {}}))
    assert found is not None
    assert not found.verdict.ok


def test_an_answer_that_says_nothing_is_asked_again() -> None:
    found = read_answer(answer(response=None, error=None))
    assert found is not None
    assert found.verdict.retry


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        b'{"custom_id": 7}',
        b'{"custom_id": "a", "error": "\xff"}',
        b"1",
        b"0\0",
    ],
)
def test_a_line_that_names_no_row_is_none(line: bytes) -> None:
    assert read_answer(line) is None


@pytest.mark.parametrize(
    "response",
    [
        {"status_code": "200", "body": {"usage": {"prompt_tokens": 3.0}}},
        {"status_code": 200.0, "body": {"usage": {"prompt_tokens": "3"}, "error": None}},
    ],
)
def test_numbers_are_read_however_they_are_written(response: Any) -> None:
    found = read_answer(answer(response=response))
    assert found is not None
    assert found.verdict.ok
    assert found.prompt_tokens == 3


def test_a_number_too_long_to_be_one_is_none() -> None:
    usage = {"prompt_tokens": "9" * 5000}
    found = read_answer(answer(response={"status_code": "200", "body": {"usage": usage}}))
    assert found is not None
    assert found.verdict.ok
    assert found.prompt_tokens == 0


@pytest.mark.parametrize("response", ["text", [1], {"status_code": None, "body": "text"}])
def test_a_response_of_another_shape_is_still_an_answer(response: Any) -> None:
    found = read_answer(answer(response=response))
    assert found is not None
    assert found.verdict.ok
    assert not found.counted


# What is no JSON is mended first, and is not the bytes that came: see tests/runs/test_outcomes.py.
_floats = st.floats(allow_nan=False, allow_infinity=False)
_json = st.recursive(
    st.none() | st.booleans() | st.integers() | _floats | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)
_names = st.sampled_from(["status_code", "body", "usage", "prompt_tokens", "error", "code"])


@given(st.recursive(_json, lambda x: st.dictionaries(_names, x, max_size=4), max_leaves=8), _json)
def test_whatever_an_answer_holds_it_is_read(response: Any, error: Any) -> None:
    line = answer(response=response, error=error)
    found = read_answer(line)
    assert found is not None
    assert found.custom_id == "a"
    assert 0 <= found.prompt_tokens < 2**63
    assert json.loads(bytes(parts(line).response)) == response


@given(st.binary(max_size=80))
def test_no_bytes_are_too_odd_to_be_read(line: bytes) -> None:
    read_answer(line)

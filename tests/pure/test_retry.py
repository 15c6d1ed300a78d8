"""When to send again, and how long to wait before."""

from __future__ import annotations

import json
import time
from email.utils import formatdate

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from together_ext import retry

NOW = 1_790_000_000.0


@pytest.fixture(autouse=True)
def no_waiting() -> None:
    """The real delays are tested here."""


def test_the_cap_of_the_wait_doubles_up_to_its_limit() -> None:
    assert [retry.backoff(n, 1.0) for n in range(6)] == [0.5, 1.0, 2.0, 4.0, 8.0, 8.0]


@given(st.integers(0, 10_000), st.floats(0, 1, exclude_max=True))
def test_the_wait_is_never_negative_nor_too_long(attempt: int, chance: float) -> None:
    assert 0 <= retry.backoff(attempt, chance) <= retry.LONGEST_DELAY


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry-After": "3"}, 3.0),
        ({"Retry-After": "0.5"}, 0.5),
        ({"Retry-After-Ms": "250"}, 0.25),
        ({"Retry-After-Ms": "250", "Retry-After": "9"}, 0.25),
        ({"Retry-After-Ms": "soon", "Retry-After": "9"}, 9.0),
        ({"Retry-After": formatdate(NOW + 30, usegmt=True)}, 30.0),
        ({"Retry-After": formatdate(NOW - 30, usegmt=True)}, 0.0),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "-1"}, None),
        ({"Retry-After": "nan"}, None),
        ({"Retry-After": "inf"}, None),
        ({"Retry-After": ""}, None),
    ],
)
def test_the_wait_that_the_server_asks_for(headers: dict[str, str], seconds: float | None) -> None:
    assert retry.retry_after(httpx.Headers(headers), NOW) == seconds


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="Windows has one zone a process")
def test_a_date_without_a_zone_is_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        headers = httpx.Headers({"Retry-After": time.asctime(time.gmtime(NOW + 30))})
        assert retry.retry_after(headers, NOW) == 30.0
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_date_is_measured_against_the_servers_own_clock() -> None:
    headers = httpx.Headers(
        {
            "Date": formatdate(NOW + 3600, usegmt=True),
            "Retry-After": formatdate(NOW + 3610, usegmt=True),
        }
    )
    assert retry.retry_after(headers, NOW) == 10.0


_dates = st.integers(-6 * 10**10, 25 * 10**10).map(lambda moment: formatdate(moment, usegmt=True))
_header = st.text() | st.floats().map(str) | st.integers().map(str) | _dates


@given(_header, _header)
def test_no_header_makes_it_raise(first: str, second: str) -> None:
    wait = retry.retry_after({"retry-after": first, "date": second}, NOW)
    assert wait is None or wait >= 0


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504, 520, 599])
def test_these_may_pass(status: int) -> None:
    assert retry.is_transient(status, {}, b"")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 410, 413, 416, 422])
def test_these_do_not_pass(status: int) -> None:
    assert not retry.is_transient(status, {}, b"")


@pytest.mark.parametrize(
    ("headers", "body", "passes"),
    [
        ({}, {"error": {"message": "the file is locked", "type": "conflict"}}, True),
        ({}, {"error": {"code": "lock_timeout", "message": ""}}, True),
        ({}, {"error": "locked by another request"}, True),
        ({"retry-after": "1"}, {}, True),
        ({}, {"error": {"message": "already there"}}, False),
        ({"retry-after": "1"}, {"file_id": "file-1", "error": {"message": "locked"}}, False),
        ({}, None, False),
    ],
)
def test_409_passes_only_where_it_means_a_lock(
    headers: dict[str, str], body: object, passes: bool
) -> None:
    assert retry.is_transient(409, headers, json.dumps(body).encode()) is passes


def test_409_with_a_body_that_is_no_json_does_not_pass() -> None:
    assert not retry.is_transient(409, {}, b"<html>")


def test_only_429_refuses_for_certain() -> None:
    assert [status for status in range(400, 600) if retry.is_refusal(status)] == [429]

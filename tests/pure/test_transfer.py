"""The plan of a transfer, without any I/O: each transition, and a server that answers anything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from together_ext.transfer import plan
from together_ext.transfer.plan import transfer as transfer_module

SIZE = 100
WHOLE = {"content-length": "100", "etag": '"one"', "accept-ranges": "bytes"}


def part(first: int, end: int, total: str = "100", etag: str = '"one"') -> dict[str, str]:
    return {
        "content-length": str(end - first),
        "content-range": f"bytes {first}-{end - 1}/{total}",
        "etag": etag,
    }


class Driver:
    """Does what the plan says, with bytes that only have a number."""

    def __init__(self, max_retries: int = 3, **more: Any) -> None:
        self.transfer = plan.Transfer(max_retries, **more)

    def answer(self, status: int, headers: Mapping[str, str], **more: Any) -> Any:
        self.asked = self.transfer.ask()
        assert isinstance(self.asked, plan.Ask)
        return self.transfer.answered(self.asked, status, httpx.Headers(dict(headers)), **more)

    def body(self, take: Any, count: int, broken: str | None = None) -> Any:
        assert isinstance(take, plan.Take)
        at = take.span.at
        self.transfer.wrote(take.span, at, at + count)
        return self.transfer.ended(take, wire=count, written=count, broken=broken)


def cut_at_40() -> Driver:
    driver = Driver()
    driver.body(driver.answer(200, WHOLE), 40, "reset")
    return driver


# ---- what is asked for


def test_the_first_request_is_plain() -> None:
    assert plan.Transfer(0).ask() == plan.Ask()
    assert plan.Ask().headers() == {}


def test_what_is_there_is_not_asked_for_again() -> None:
    ask = cut_at_40().transfer.ask()
    assert ask == plan.Ask(40, None, '"one"', SIZE)
    assert ask.headers() == {"Range": "bytes=40-", "If-Range": '"one"'}


def test_a_gap_is_asked_for_with_its_end() -> None:
    known = plan.Known(SIZE, '"one"')
    ask = plan.Transfer(0, known=known, finished=[(0, 10), (30, 100)]).ask()
    assert isinstance(ask, plan.Ask)
    assert ask.headers()["Range"] == "bytes=10-29"


def test_what_is_complete_is_done() -> None:
    driver = Driver()
    driver.body(driver.answer(200, WHOLE), 100)
    assert driver.transfer.ask() == plan.Done(100)


def test_what_an_earlier_try_completed_has_to_be_proven_by_its_last_byte() -> None:
    driver = Driver(known=plan.Known(SIZE, '"one"'), finished=[(0, 100)])
    assert driver.transfer.ask() == plan.Ask(99, None, '"one"', 100)
    assert driver.body(driver.answer(206, part(99, 100)), 1) == plan.Done(100)


def test_a_single_byte_of_an_earlier_try_is_asked_for_again() -> None:
    assert plan.Transfer(0, known=plan.Known(1, '"one"'), finished=[(0, 1)]).ask() == plan.Ask()


def test_what_others_fetch_is_waited_for() -> None:
    driver = cut_at_40()
    other = driver.transfer.board.take()
    assert isinstance(driver.transfer.ask(), plan.Idle)
    assert other is not None
    driver.transfer.board.drop(other)
    assert isinstance(driver.transfer.ask(), plan.Ask)


# ---- what is believed


def test_a_whole_of_the_right_length_is_done() -> None:
    driver = Driver()
    assert driver.body(driver.answer(200, WHOLE), 100) == plan.Done(100)


def test_an_empty_whole_is_done() -> None:
    driver = Driver()
    assert driver.body(driver.answer(200, {"content-length": "0"}), 0) == plan.Done(0)


def test_a_part_that_proves_itself_is_taken() -> None:
    driver = cut_at_40()
    take = driver.answer(206, part(40, 100))
    assert not take.fresh
    assert driver.body(take, 60) == plan.Done(100)


@pytest.mark.parametrize(
    "headers",
    [
        part(41, 100),
        part(0, 100),
        part(40, 100, total="101"),
        part(40, 100, etag='"two"'),
        part(40, 100, etag='W/"one"'),
        part(40, 100, etag=""),
        {**part(40, 100), "content-range": ""},
        {**part(40, 100), "content-range": "bytes 40-99"},
        {**part(40, 100), "content-range": "items 40-99/100"},
        {**part(40, 100), "content-range": "bytes 99-40/100"},
        {**part(40, 100), "content-range": "bytes */100"},
        {**part(40, 100), "content-length": "61"},
        {**part(40, 100), "content-length": "x"},
        {**part(40, 100), "content-encoding": "gzip"},
        {"content-type": "multipart/byteranges; boundary=x", "etag": '"one"'},
    ],
)
def test_a_part_that_does_not_is_not(headers: dict[str, str]) -> None:
    driver = cut_at_40()
    step = driver.answer(206, headers)
    assert isinstance(step, plan.Again)
    assert step.attempt == 1
    assert driver.transfer.ask() == plan.Ask()
    assert not driver.transfer.board.finished


def test_a_part_of_unknown_total_is_taken_where_the_size_is_known() -> None:
    driver = cut_at_40()
    assert driver.body(driver.answer(206, part(40, 100, total="*")), 60) == plan.Done(100)


def test_a_shorter_part_is_taken_and_costs_a_retry() -> None:
    driver = cut_at_40()
    step = driver.body(driver.answer(206, part(40, 50)), 10)
    assert isinstance(step, plan.Again)
    assert step.attempt == 1
    assert driver.transfer.ask() == plan.Ask(50, None, '"one"', SIZE)


def test_a_whole_in_answer_to_a_part_begins_anew() -> None:
    driver = cut_at_40()
    take = driver.answer(200, {**WHOLE, "content-length": "7", "etag": '"two"'})
    assert take.fresh
    assert take.span.at == 0
    assert driver.body(take, 7) == plan.Done(7)


def test_a_server_that_ignores_ranges_is_not_asked_for_them_again() -> None:
    driver = cut_at_40()
    driver.body(driver.answer(200, WHOLE), 50, "reset")
    assert driver.transfer.ask() == plan.Ask()


@pytest.mark.parametrize(("total", "done"), [("bytes */40", True), ("bytes */41", False)])
def test_416_at_the_exact_end_is_done_and_elsewhere_starts_over(total: str, done: bool) -> None:
    driver = Driver()
    take = driver.answer(200, {"transfer-encoding": "chunked", "etag": '"one"'})
    driver.body(take, 40, "reset")
    step = driver.answer(416, {"content-range": total})
    assert isinstance(step, plan.Witness if done else plan.Again)
    if done:
        assert driver.transfer.confirm(40) == plan.Done(40)


@pytest.mark.parametrize("size", [None, 0])
def test_416_at_the_exact_end_is_done_where_the_metadata_says_no_size(size: int | None) -> None:
    driver = Driver()
    driver.body(driver.answer(200, {"transfer-encoding": "chunked", "etag": '"one"'}), 40, "reset")
    driver.answer(416, {"content-range": "bytes */40"})
    assert driver.transfer.confirm(size) == plan.Done(40)


def test_416_at_the_end_of_what_a_cache_was_cut_off_in_starts_over() -> None:
    driver = Driver()
    driver.body(driver.answer(200, {"transfer-encoding": "chunked", "etag": '"one"'}), 40, "reset")
    driver.answer(416, {"content-range": "bytes */40"})
    assert isinstance(driver.transfer.confirm(100), plan.Again)
    assert driver.transfer.ask() == plan.Ask()


def test_416_within_the_file_starts_over() -> None:
    driver = cut_at_40()
    assert isinstance(driver.answer(416, {"content-range": "bytes */40"}), plan.Again)
    assert driver.transfer.ask() == plan.Ask()


def test_412_starts_over() -> None:
    driver = cut_at_40()
    driver.answer(412, {})
    assert driver.transfer.ask() == plan.Ask()


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_signed_url_that_expired_is_renewed_for_nothing_once(status: int) -> None:
    driver = Driver(max_retries=0)
    step = driver.answer(status, {}, signed=True)
    assert isinstance(step, plan.Again)
    assert step.anew
    assert step.attempt is None
    step = driver.answer(status, {}, signed=True)
    assert isinstance(step, plan.Fail)


def test_after_bytes_have_come_a_signed_url_may_expire_again() -> None:
    driver = Driver()
    driver.answer(403, {}, signed=True)
    driver.body(driver.answer(200, WHOLE), 40, "reset")
    step = driver.answer(403, {}, signed=True)
    assert isinstance(step, plan.Again)
    assert step.attempt is None


@pytest.mark.parametrize("status", [400, 401, 403, 410, 500, 418])
def test_an_error_of_the_api_is_the_error(status: int) -> None:
    step = Driver().answer(status, {})
    assert isinstance(step, plan.Fail)
    assert step.answer


def test_a_length_that_is_none_is_given_up() -> None:
    step = Driver().answer(200, {"content-length": "x"})
    assert isinstance(step, plan.Fail)
    assert not step.answer


# ---- waiting


@pytest.mark.parametrize("status", [202, 404])
def test_what_is_being_prepared_is_waited_for_ever_longer_and_no_longer_than_allowed(
    status: int,
) -> None:
    driver = Driver(max_retries=0, wait=100.0)
    pauses = []
    while isinstance(step := driver.answer(status, {}), plan.Again):
        pauses.append(step.pause)
    assert pauses[:3] == [1.0, 1.5, 2.25]
    assert sum(pauses) == pytest.approx(100)
    assert step.answer is (status == 404)


def test_the_wait_that_a_server_asks_for_is_kept() -> None:
    step = Driver(wait=100.0).answer(202, {}, asked_to_wait=7.0)
    assert isinstance(step, plan.Again)
    assert step.pause == 7.0


# ---- ends


def test_a_cut_costs_a_retry_and_after_the_last_it_is_given_up() -> None:
    driver = Driver(max_retries=1)
    assert isinstance(driver.body(driver.answer(200, WHOLE), 40, "reset"), plan.Again)
    step = driver.body(driver.answer(206, part(40, 100)), 10, "reset")
    assert isinstance(step, plan.Fail)
    assert (step.expected, step.received) == (SIZE, 50)


def test_a_cut_that_brought_much_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transfer_module, "WORTH", 10)
    driver = Driver(max_retries=0)
    step = driver.body(driver.answer(200, WHOLE), 40, "reset")
    assert isinstance(step, plan.Again)
    assert step.attempt is None


def test_without_a_strong_etag_a_cut_is_never_free(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transfer_module, "WORTH", 10)
    driver = Driver(max_retries=0)
    step = driver.body(driver.answer(200, {"content-length": "100"}), 40, "reset")
    assert isinstance(step, plan.Fail)


def test_a_silent_end_before_the_length_is_a_cut() -> None:
    driver = Driver()
    assert isinstance(driver.body(driver.answer(200, WHOLE), 40), plan.Again)
    assert driver.transfer.ask() == plan.Ask(40, None, '"one"', SIZE)


def test_more_than_was_said_is_given_up_and_nothing_kept() -> None:
    driver = Driver()
    take = driver.answer(200, WHOLE)
    driver.transfer.wrote(take.span, 0, 100)
    step = driver.transfer.ended(take, wire=101, written=100)
    assert isinstance(step, plan.Fail)
    assert not driver.transfer.resumable


def chunked_part(first: int, end: int, total: str) -> dict[str, str]:
    headers = {**part(first, end, total), "transfer-encoding": "chunked"}
    del headers["content-length"]
    return headers


@pytest.mark.parametrize("count", [0, 10])
def test_a_chunked_part_that_ends_before_its_window_does_costs_a_retry_and_ends(count: int) -> None:
    driver = Driver(max_retries=1)
    driver.body(driver.answer(200, WHOLE), 40, "reset")
    take = driver.answer(206, chunked_part(40, 100, "100"))
    assert isinstance(driver.body(take, count), plan.Witness)
    step = driver.transfer.testify(take, wire=count, written=count, size=None)
    assert isinstance(step, plan.Fail)
    assert (step.expected, step.received) == (100, 40 + count)


def test_where_no_one_says_the_size_such_a_part_is_not_taken_for_the_rest() -> None:
    driver = Driver()
    driver.body(driver.answer(200, {"transfer-encoding": "chunked", "etag": '"one"'}), 40, "reset")
    take = driver.answer(206, chunked_part(40, 100, "*"))
    assert isinstance(driver.body(take, 10), plan.Witness)
    step = driver.transfer.testify(take, wire=10, written=10, size=None)
    assert isinstance(step, plan.Again)
    assert driver.transfer.ask() == plan.Ask(50, None, '"one"', None)


def test_html_with_an_etag_is_nothing_to_go_on_from() -> None:
    driver = Driver()
    take = driver.answer(200, {**WHOLE, "content-type": "text/html"})
    assert isinstance(driver.body(take, 100), plan.Witness)
    assert not driver.transfer.resumable
    step = driver.transfer.testify(take, wire=100, written=100, size=5)
    assert isinstance(step, plan.Fail)


def test_a_chunked_body_that_ends_is_measured_by_the_metadata() -> None:
    driver = Driver()
    take = driver.answer(200, {"transfer-encoding": "chunked", "etag": '"one"'})
    assert isinstance(driver.body(take, 40), plan.Witness)
    step = driver.transfer.testify(take, wire=45, written=40, size=100)
    assert isinstance(step, plan.Again)
    assert driver.transfer.ask() == plan.Ask(40, None, '"one"', None)
    assert driver.body(driver.answer(206, part(40, 100)), 60) == plan.Done(100)


def test_a_wrong_checksum_starts_over_and_ends() -> None:
    driver = Driver(max_retries=1)
    driver.body(driver.answer(200, WHOLE), 100)
    assert isinstance(driver.transfer.corrupt("no"), plan.Again)
    assert driver.transfer.ask() == plan.Ask()
    assert isinstance(driver.transfer.corrupt("no"), plan.Fail)


# ---- a server that answers anything

# Two of one size; no two bytes of one are alike, so that a shift is seen.
VERSIONS = [bytes(range(v * 50, v * 50 + size)) for v, size in enumerate((0, 40, 40, 41))]
KINDS = [
    "honest", "honest", "honest", "window", "window", "no-if-range", "whole", "416", "416-lie",
    "412", "202", "403", "404", "500", "204", "chunked", "close", "gzip", "html",
]  # fmt: skip

Script = list[tuple[str, int, int | None, bool, int]]


class Server:
    """Says true things of one of several versions; which things, and of which, hypothesis says."""

    def __init__(self, script: Script) -> None:
        self._script = iter(script)
        self.version = 2

    def serve(self, ask: plan.Ask) -> tuple[int, dict[str, str], bytes, int | None]:
        kind, version, cut, tagged, shift = next(self._script, ("honest", 2, None, True, 0))
        self.version = version
        data = VERSIONS[version]
        headers = {"etag": f'"{version}"' if tagged else f'W/"{version}"'}
        if kind in {"202", "403", "404", "500", "204", "412"}:
            return int(kind), headers, b"", None
        if kind in {"416", "416-lie"}:
            total = len(data) + (shift if kind == "416-lie" else 0)
            return 416, {"content-range": f"bytes */{max(0, total)}"}, b"", None
        same = ask.validator == headers["etag"] or kind in {"no-if-range", "window"}
        first, end = ask.first, len(data) if ask.end is None else min(ask.end, len(data))
        if kind == "window":
            first, end = max(0, first + shift), max(0, end - abs(shift))
        if ask.validator is not None and same and kind != "whole" and first < end:
            headers["content-range"] = f"bytes {first}-{end - 1}/{len(data)}"
            body, status = data[first:end], 206
        else:
            body, status = data, 200
        if kind == "gzip":
            headers["content-encoding"] = "gzip"
        if kind == "html":
            headers["content-type"] = "text/html"
        if kind == "chunked":
            headers["transfer-encoding"] = "chunked"
        elif kind != "close":
            headers["content-length"] = str(len(body))
        return status, headers, body, cut


def play(script: Script, max_retries: int) -> tuple[plan.Done | plan.Fail, bytes, Server, int]:
    server, disk = Server(script), bytearray()
    transfer = plan.Transfer(max_retries, wait=3.0)
    for rounds in range(1000):
        ask = transfer.ask()
        step: Any = ask
        if isinstance(ask, plan.Ask):
            status, headers, body, cut = server.serve(ask)
            step = transfer.answered(ask, status, httpx.Headers(headers), signed=status == 403)
            if isinstance(step, plan.Take):
                take = step
                if take.fresh:
                    disk.clear()
                sent = body if cut is None else body[:cut]
                at = take.span.at
                wanted = sent[: max(0, take.span.end - at)]
                disk[at : at + len(wanted)] = wanted
                transfer.wrote(take.span, at, at + len(wanted))
                # The end of the connection alone looks like the end of the body.
                silent = "content-length" not in headers and "chunked" not in str(headers)
                broken = None if len(sent) == len(body) or silent else "cut"
                size, count = len(VERSIONS[server.version]), len(wanted)
                step = transfer.ended(take, wire=len(sent), written=count, broken=broken)
                if isinstance(step, plan.Witness):
                    step = transfer.testify(take, wire=len(sent), written=count, size=size)
            elif isinstance(step, plan.Witness):
                step = transfer.confirm(len(VERSIONS[server.version]))
        if isinstance(step, (plan.Done, plan.Fail)):
            return step, bytes(disk), server, rounds
        assert isinstance(step, plan.Again)
    raise AssertionError("it does not end")


ROUND = st.tuples(
    st.sampled_from(KINDS),
    # Mostly one version with a strong ETag: else hardly anything is ever gone on with.
    st.sampled_from([1, 1, 1, 1, 1, 2, 0, 3]),
    st.none() | st.integers(0, 41),
    st.sampled_from([True, True, True, False]),
    st.integers(-3, 3),
)


@pytest.mark.parametrize("worth", [1, 1 << 20])
@settings(max_examples=500, deadline=None)
@given(script=st.lists(ROUND, max_size=12), max_retries=st.integers(0, 8))
def test_done_means_exactly_one_version_whatever_the_server_answers(
    worth: int, script: Script, max_retries: int
) -> None:
    before, transfer_module.WORTH = transfer_module.WORTH, worth
    try:
        step, disk, _, rounds = play(script, max_retries)
    finally:
        transfer_module.WORTH = before
    assert rounds < 200
    if isinstance(step, plan.Done):
        assert disk in VERSIONS
        assert step.size == len(disk)


def test_an_honest_server_is_enough() -> None:
    step, disk, _, rounds = play([], 0)
    assert step == plan.Done(len(disk))
    assert disk == VERSIONS[2]
    assert rounds == 0


HEADERS = st.dictionaries(
    st.sampled_from(
        [
            "content-length",
            "content-range",
            "content-encoding",
            "transfer-encoding",
            "content-type",
            "etag",
            "accept-ranges",
            "repr-digest",
            "content-md5",
            "x-amz-checksum-sha256",
            "x-amz-checksum-crc32",
            "x-amz-request-id",
        ]
    ),
    st.text(max_size=40)
    | st.from_regex(r"bytes \d{1,22}-\d{1,22}/(\d{1,22}|\*)", fullmatch=True)
    | st.sampled_from(['"one"', "chunked", "gzip", "text/html", "40", "60", "bytes 40-99/100"]),
)


@settings(max_examples=500, deadline=None)
@given(
    status=st.integers(100, 599),
    headers=HEADERS,
    signed=st.booleans(),
    count=st.integers(0, 120),
    resumed=st.booleans(),
    broken=st.none() | st.just("cut"),
)
def test_no_header_makes_it_fall_over(
    status: int,
    headers: dict[str, str],
    signed: bool,
    count: int,
    resumed: bool,
    broken: str | None,
) -> None:
    known = plan.Known(SIZE, '"one"') if resumed else None
    transfer = plan.Transfer(2, known=known, finished=[(0, 40)] if resumed else [])
    ask = transfer.ask()
    assert isinstance(ask, plan.Ask)
    step = transfer.answered(ask, status, headers, signed=signed)
    if not isinstance(step, plan.Take):
        assert isinstance(step, (plan.Again, plan.Done, plan.Fail, plan.Witness))
        return
    at = step.span.at
    count = min(count, step.span.end - at)
    transfer.wrote(step.span, at, at + count)
    end = transfer.ended(step, wire=count, written=count, broken=broken)
    if isinstance(end, plan.Witness):
        end = transfer.testify(step, wire=count, written=count, size=None)
    if isinstance(end, plan.Done):
        assert transfer.board.complete

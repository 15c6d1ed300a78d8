"""What to believe of the answer to a download."""

from __future__ import annotations

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from together_ext.transfer import plan


def head(**headers: str) -> plan.Head:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return plan.read_head(200, httpx.Headers(named))


def problem(of: plan.Head, wire: int, written: int, witness: int | None = None) -> str | None:
    return plan.judge(of, wire=wire, written=written, witness=witness).problem


def test_a_length_is_the_size() -> None:
    assert head(content_length="5") == plan.Head(5, None, chunked=False, html=False)
    assert head(content_length="5").size == 5
    assert not head(content_length="5").needs_witness


def test_a_body_of_the_promised_length_is_whole() -> None:
    assert problem(head(content_length="5"), 5, 5) is None


@pytest.mark.parametrize("wire", [0, 4, 6])
def test_a_body_of_another_length_is_not(wire: int) -> None:
    verdict = plan.judge(head(content_length="5"), wire=wire, written=wire, witness=5)
    assert verdict.problem is not None
    assert (verdict.expected, verdict.received) == (5, wire)


def test_an_empty_file_is_whole() -> None:
    assert problem(head(content_length="0"), 0, 0) is None


def test_without_a_length_the_metadata_is_the_witness() -> None:
    chunked = head(transfer_encoding="chunked")
    assert chunked.needs_witness
    assert problem(chunked, 9, 5, witness=5) is None
    assert problem(chunked, 9, 4, witness=5) is not None


def test_a_chunked_body_without_a_witness_proves_its_own_end() -> None:
    assert problem(head(transfer_encoding="chunked"), 9, 5) is None


def test_a_body_that_ends_with_the_connection_needs_a_witness() -> None:
    assert problem(head(), 5, 5, witness=5) is None
    assert problem(head(), 5, 5) is not None


def test_metadata_of_nothing_is_no_witness_against_something() -> None:
    assert problem(head(transfer_encoding="chunked"), 9, 5, witness=0) is None
    assert problem(head(), 5, 5, witness=0) is not None
    assert problem(head(), 0, 0, witness=0) is None


def test_a_compressed_body_is_checked_on_the_wire_and_in_the_file() -> None:
    gzip = head(content_encoding="gzip", content_length="5")
    assert gzip.size is None
    assert gzip.needs_witness
    assert problem(gzip, 5, 100, witness=100) is None
    assert problem(gzip, 4, 100, witness=100) is not None
    assert problem(gzip, 5, 99, witness=100) is not None


def test_identity_is_no_encoding() -> None:
    assert head(content_encoding="identity", content_length="5").size == 5


def test_html_is_believed_only_with_a_witness() -> None:
    page = head(content_type="text/html; charset=utf-8", content_length="5")
    assert page.needs_witness
    assert problem(page, 5, 5) is not None
    assert problem(page, 5, 5, witness=6) is not None
    assert problem(page, 5, 5, witness=5) is None


def test_two_equal_lengths_are_one() -> None:
    assert head(content_length="5, 5").length == 5


@pytest.mark.parametrize("text", ["", "x", "-1", "+5", "1_0", "5, 6", "\uff15", "5.0"])
def test_a_length_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(plan.UnusableHeadError, match="Content-Length"):
        plan.read_head(200, {"content-length": text})


@pytest.mark.parametrize("status", [201, 204, 206, 299])
def test_another_success_promises_no_whole_file(status: int) -> None:
    answer = plan.read_answer(plan.Ask(), status, {"content-length": "5"})
    assert answer.meaning == "no-file"
    assert str(status) in answer.why


# Few enough that what is promised, what came and what the metadata says are equal now and then.
_sizes = st.integers(0, 3)


@given(
    st.just(200) | st.integers(100, 599),
    st.fixed_dictionaries(
        {},
        optional={
            "content-length": _sizes.map(str) | st.text(),
            "content-encoding": st.just("gzip") | st.text(),
            "transfer-encoding": st.just("chunked") | st.text(),
            "content-type": st.just("text/html") | st.text(),
        },
    ),
    _sizes,
    _sizes,
    st.none() | _sizes,
)
def test_whatever_comes_is_judged_or_refused(
    status: int, headers: dict[str, str], wire: int, written: int, witness: int | None
) -> None:
    try:
        found = plan.read_head(status, headers)
    except plan.UnusableHeadError:
        return
    verdict = plan.judge(found, wire=wire, written=written, witness=witness)
    if verdict.problem is None and found.length is not None:
        assert wire == found.length
    if verdict.problem is None and witness and found.needs_witness:
        assert written == witness

"""Server-sent events are read as the standard says, wherever the chunks are cut."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from together_openapi.errors import EventTooLarge
from together_openapi.sse import EventParser, ServerSentEvent


def events(*chunks: bytes, limit: int = 1000) -> list[ServerSentEvent]:
    parser = EventParser(limit)
    return [event for chunk in chunks for event in parser.feed(chunk)]


def data(*chunks: bytes) -> list[str]:
    return [event.data for event in events(*chunks)]


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n"])
def test_a_line_ends_in_any_of_three_ways(end: bytes) -> None:
    assert data(b"data: a", end, end, b"data: b", end, end) == ["a", "b"]


def test_a_line_end_may_be_cut_in_two() -> None:
    assert data(b"data: a\r", b"\ndata: b\r", b"\n\r", b"\n") == ["a\nb"]


def test_an_empty_chunk_between_the_halves_of_a_line_end_makes_no_second_line() -> None:
    assert data(b"data: a\r", b"", b"\ndata: b\r\n\r\n") == ["a\nb"]


def test_a_character_may_be_cut_in_two() -> None:
    assert data(b"data: \xc3", b"\xa9\n\n") == ["é"]


def test_a_byte_order_mark_at_the_start_is_no_data_even_when_cut() -> None:
    assert data(b"\xef", b"\xbb\xbfdata: a\n\n") == ["a"]


def test_a_byte_order_mark_later_is_part_of_a_name() -> None:
    assert data(b"data: a\n\n\xef\xbb\xbfdata: b\n\n") == ["a"]


def test_several_lines_of_data_are_one_text() -> None:
    assert data(b"data: a\ndata\ndata: b\n\n") == ["a\n\nb"]


def test_one_space_after_the_colon_is_not_data() -> None:
    assert data(b"data:a\ndata:  b\n\n") == ["a\n b"]


def test_comments_and_unknown_fields_are_passed_over() -> None:
    assert data(b": ping\nfoo: bar\ndata: a\n\n: ping\n\n") == ["a"]


def test_an_event_without_data_is_none() -> None:
    assert events(b"event: x\n\ndata: a\n\n") == [ServerSentEvent("a")]


def test_an_event_that_is_not_finished_is_none() -> None:
    assert data(b"data: a\n\ndata: b\n") == ["a"]


def test_type_id_and_retry_are_read_and_the_id_stays() -> None:
    found = events(b"event: x\nid: 1\nretry: 5\ndata: a\n\ndata: b\n\n")
    assert found == [ServerSentEvent("a", "x", "1", 5), ServerSentEvent("b", "message", "1")]


@pytest.mark.parametrize(
    "line", [b"id: a\0b", b"retry: 5s", b"retry: \xd9\xa5", b"retry: " + b"9" * 5000]
)
def test_an_id_or_retry_that_is_none_is_passed_over(line: bytes) -> None:
    assert events(line + b"\ndata: a\n\n", limit=10_000) == [ServerSentEvent("a")]


def test_u2028_is_data() -> None:
    assert data("data: a\u2028b\u0085c\n\n".encode()) == ["a\u2028b\u0085c"]


def test_bytes_that_are_no_text_do_not_raise() -> None:
    assert data(b"data: \xff\n\n") == ["\ufffd"]


@pytest.mark.parametrize(
    "stream",
    [
        b"data: " + b"a" * 101,
        b"data: a\n" * 20,
        b": " + b"a" * 101,
        b"data: " + b"a" * 101 + b"\n\n",
    ],
    ids=["a line without end", "many lines", "a comment", "a whole event"],
)
def test_an_event_may_not_grow_beyond_the_bound(stream: bytes) -> None:
    with pytest.raises(EventTooLarge, match="more than 100 bytes"):
        events(stream, limit=100)


def test_many_small_events_are_no_large_one() -> None:
    assert len(events(b"data: a\n\n" * 1000, limit=10)) == 1000


def test_what_came_before_the_large_event_is_given() -> None:
    feeding = EventParser(20).feed(b"data: a\n\ndata: " + b"b" * 50)
    assert next(feeding).data == "a"
    with pytest.raises(EventTooLarge):
        next(feeding)


lines = st.sampled_from(
    [
        b"data: a",
        b"data:",
        b"data: \xc3\xa9\xe2\x82\xac",
        b"event: x",
        b"id: 7",
        b": c",
        b"",
        b"x",
        b"\xff",
        b"\xef\xbb\xbf",
    ]
)
streams = st.lists(st.tuples(lines, st.sampled_from([b"\n", b"\r", b"\r\n"])), max_size=20).map(
    lambda pairs: b"".join(line + end for line, end in pairs)
) | st.binary(max_size=60)


def outcome(chunks: list[bytes], limit: int) -> tuple[list[ServerSentEvent], bool]:
    found: list[ServerSentEvent] = []
    parser = EventParser(limit)
    try:
        for chunk in chunks:
            for event in parser.feed(chunk):
                found.append(event)
    except EventTooLarge:
        return found, True
    return found, False


@given(streams, st.lists(st.integers(0, 80)), st.sampled_from([3, 12, 1000]))
def test_it_makes_no_difference_where_the_chunks_are_cut(
    stream: bytes, cuts: list[int], limit: int
) -> None:
    places = sorted({0, len(stream), *(cut for cut in cuts if cut < len(stream))})
    chunks = [stream[a:b] for a, b in itertools.pairwise(places)]
    assert outcome(chunks, limit) == outcome([stream], limit)
    assert outcome([stream[i : i + 1] for i in range(len(stream))], limit) == outcome(
        [stream], limit
    )

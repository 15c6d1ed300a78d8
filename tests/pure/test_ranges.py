"""Which bytes are there, and who fetches which."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from together_ext.transfer.plan import Board, Ranges, Span

PAIRS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=12)


@given(PAIRS)
def test_ranges_are_the_set_of_their_offsets(pairs: list[tuple[int, int]]) -> None:
    ranges = Ranges(pairs)
    offsets = {n for first, end in pairs for n in range(first, end)}
    assert {n for first, end in ranges for n in range(first, end)} == offsets
    assert ranges.total == len(offsets)
    listed = list(ranges)
    assert all(a[1] < b[0] for a, b in pairwise(listed))
    gaps = {n for first, end in ranges.gaps(60) for n in range(first, end)}
    assert gaps == set(range(60)) - offsets


def test_a_board_gives_out_every_byte_once() -> None:
    board = Board(100, [(10, 20)])
    assert board.take() == Span(0, 10, asked=10)
    assert board.take() == Span(20, 100, asked=100)
    assert board.take() is None


def test_the_longest_rest_is_split_in_two() -> None:
    board = Board(100)
    first = board.take()
    assert first is not None
    board.wrote(first, 0, 20)
    second = board.take(10)
    assert (first.at, first.end) == (20, 60)
    assert second == Span(60, 100, asked=100)


def test_what_is_too_short_is_not_split() -> None:
    board = Board(19)
    board.take()
    assert board.take(10) is None


def test_what_has_no_size_is_not_split() -> None:
    board = Board(None)
    board.take()
    assert board.take(1) is None


def test_what_a_helper_gives_back_goes_to_the_one_it_was_taken_from() -> None:
    board = Board(100)
    first = board.take()
    second = board.take(10)
    third = board.take(10)
    assert first is not None
    assert second is not None
    assert third is not None
    for helper in (second, third):
        board.drop(helper)
    assert first.end == 100


def test_but_not_beyond_what_that_one_has_asked_for() -> None:
    board = Board(100, [(50, 51)])
    first = board.take()
    other = board.take()
    assert first is not None
    assert other is not None
    board.drop(other)
    assert first.end == 50


@given(
    st.lists(st.tuples(st.sampled_from(["take", "write", "drop"]), st.integers(0, 40)), max_size=60)
)
def test_whoever_comes_and_goes_every_byte_is_fetched_in_the_end(
    steps: list[tuple[str, int]],
) -> None:
    board, spans = Board(50), []
    for what, number in steps:
        if what == "take":
            span = board.take(2)
            if span is not None:
                spans.append(span)
        elif spans:
            span = spans[number % len(spans)]
            if what == "drop":
                board.drop(span)
                spans.remove(span)
            else:
                end = min(span.end, span.at + number)
                if end > span.at:
                    board.wrote(span, span.at, end)
        assert all(s.at >= 0 and s.end <= s.asked and s.asked <= 50 for s in spans)
    for span in spans:
        board.drop(span)
    while (span := board.take()) is not None:
        board.wrote(span, span.at, span.end)
        board.drop(span)
    assert board.complete
    assert list(board.finished) == [(0, 50)]

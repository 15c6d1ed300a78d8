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


def test_one_at_its_end_goes_on_where_no_one_has_begun() -> None:
    board = Board(100)
    first = board.take()
    assert first is not None
    helper = board.take(10)
    assert helper is not None
    helper.firm = False
    assert (first.end, helper.at) == (50, 50)
    board.wrote(first, 0, 50)
    assert board.extend(first)
    assert (first.end, helper.at, helper.end) == (100, 100, 100)
    board.drop(helper)  # refused
    assert first.end == 100


def test_but_not_where_someone_has() -> None:
    board = Board(100)
    first = board.take()
    assert first is not None
    assert board.take(10) is not None
    board.wrote(first, 0, 50)
    assert not board.extend(first)
    assert first.end == 50


def test_nor_beyond_what_it_has_asked_for() -> None:
    board = Board(100)
    first = board.take()
    assert first is not None
    first.end = first.asked = 50
    behind = board.take()
    assert behind is not None
    behind.firm = False
    board.wrote(first, 0, 50)
    assert not board.extend(first)


def test_where_all_is_fetched_the_longest_rest_is_split() -> None:
    board = Board(1000, [(0, 400)])
    first = board.take()
    assert first is not None
    second = board.take(least=1)
    assert second is not None
    assert (first.end, second.at, second.end) == (700, 700, 1000)
    board.wrote(second, 700, 950)  # the later one has less to do
    third = board.take(least=1)
    assert third is not None
    assert (first.end, third.at, third.end) == (550, 550, 700)


MIB = 1 << 20


def sent_to(count: int, size: int, burst: int) -> int:
    """Return how much is sent to so many connections, to each of them so much at once."""
    board, sent = Board(size), 0
    first = board.take()
    spans = [first, *(board.take(MIB // 4) for _ in range(count - 1))]
    reached = {}
    for span in spans:
        assert span is not None
        span.asked, span.began = (size if span is first else span.end), 0.0
        reached[id(span)] = span.at
    while not board.complete:
        for number, span in enumerate(spans):
            if span is None:
                continue
            came = min(span.asked, reached[id(span)] + burst)
            sent += came - reached[id(span)]
            reached[id(span)] = came
            if span.at < min(came, span.end):
                board.wrote(span, span.at, min(came, span.end))
            if span.at >= span.end:
                board.drop(span)
                spans[number] = another = board.take(MIB // 4)
                if another is not None:
                    another.began = 0.0
                    reached[id(another)] = another.at
    return sent


def test_what_comes_for_nothing_is_a_small_share() -> None:
    for count in range(2, 17):
        size = 64 * MIB
        assert size <= sent_to(count, size, 2 * MIB) <= 1.04 * size


def test_what_comes_little_by_little_is_split_as_often_as_it_helps() -> None:
    board = Board(64 * MIB)
    spans = [board.take(), *(board.take(MIB // 4) for _ in range(7))]
    for span in spans:
        assert span is not None
        span.began = 0.0
        board.wrote(span, span.at, span.at + 16 * 1024)
    for _ in range(20):
        assert board.take(MIB // 4) is not None


def test_one_that_is_cut_already_is_cut_again_at_no_cost() -> None:
    board = Board(64 * MIB)
    first = board.take()
    assert first is not None
    first.began = 0.0
    board.wrote(first, 0, 2 * MIB)
    cuts = [board.take(MIB // 4) for _ in range(30)]
    assert None not in cuts


def test_a_crawling_connection_that_is_nearly_done_is_left_to_it() -> None:
    span = Span(1_000_100, 1_000_200, first=1_000_000, began=0.0)
    assert not span.crawls(2.0, usual=10_000)  # 50 a second, and 100 to go
    span.end = 1_000_500
    assert span.crawls(2.0, usual=10_000)
    assert not span.crawls(1.9, usual=10_000)  # it has not had its time
    assert not span.crawls(2.0, usual=390)  # others are hardly faster

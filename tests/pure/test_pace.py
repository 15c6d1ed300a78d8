"""How many connections: simulated lines, without any I/O."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from together_ext.transfer.plan import Pace

MB = 1_000_000


def simulate(rate: Callable[[int], float], size: float, limit: int = 16) -> tuple[float, list[int]]:
    """Transfer so much over a line whose total rate is a function of the connections."""
    pace = Pace(limit, int(size))
    now, done, counts = 0.0, 0.0, [1]
    while done < size and now < 3600:
        now += 0.01
        done += rate(pace.want) * 0.01
        counts.append(pace.look(now, int(done), int(size - done)))
    return now, counts


def test_where_each_connection_is_limited_all_are_used_within_a_second() -> None:
    seconds, counts = simulate(lambda n: n * 20 * MB, 512 * MB)
    assert max(counts) == 16
    assert counts[80] == 16
    assert seconds < 512 / (16 * 20) + 1


def test_one_stream_that_fills_the_line_stays_nearly_alone() -> None:
    seconds, counts = simulate(lambda n: 50 * MB, 1000 * MB)
    assert counts.count(1) > 0.9 * len(counts)
    assert seconds < 1000 / 50 * 1.01


def test_where_more_connections_hurt_a_trial_costs_little() -> None:
    seconds, _ = simulate(lambda n: 50 * MB / (1 + 0.1 * (n - 1)), 1000 * MB)
    assert seconds < 1000 / 50 * 1.05


def test_where_a_few_help_a_few_are_kept() -> None:
    _, counts = simulate(lambda n: min(n, 5) * 20 * MB, 2000 * MB)
    assert sorted(counts)[len(counts) // 2] in {4, 8}


def test_one_that_is_as_fast_as_this_machine_gets_no_company() -> None:
    _, counts = simulate(lambda n: 800 * MB, 8000 * MB)
    assert set(counts) == {1}


def test_one_that_keeps_this_machine_busy_gets_no_company_either() -> None:
    pace = Pace(16, 1 << 30)
    # Half of the time is the processor's.
    counts = [pace.look(n / 100, n * MB, 1 << 30, cpu=n / 200) for n in range(500)]
    assert set(counts) == {1}


def test_a_server_that_is_faster_at_first_than_later_is_tried_again_soon() -> None:
    pace = Pace(8, 1 << 30)
    done, counts = 0.0, []
    for n in range(200):
        each = 100 if n < 10 else 20
        done += each * MB * 0.01 * (1 if n < 10 else pace.want)
        counts.append(pace.look(n / 100, int(done), 1 << 30))
    assert counts[-1] == 8


def test_asking_that_takes_long_is_given_time_before_it_is_judged() -> None:
    pace = Pace(8, 1 << 30, latency=0.2)
    done, began = 0.0, 0.0
    for n in range(200):
        now = n / 100
        if pace.want == 8 and not began:
            began = now
        # New connections bring nothing for three times what it takes to ask.
        done += MB * 0.01 * (8 if began and now > began + 0.5 else 1)
        pace.look(now, int(done), 1 << 30)
    assert pace.want == 8


def test_what_is_done_in_a_moment_gets_none_either() -> None:
    _, counts = simulate(lambda n: n * 20 * MB, 8 * MB)
    assert set(counts) == {1}


@pytest.mark.parametrize(("limit", "size"), [(1, 1 << 40), (16, 1 << 20), (16, None)])
def test_what_cannot_be_split_is_not(limit: int, size: int | None) -> None:
    pace = Pace(limit, size)
    assert pace.single
    assert [pace.look(n / 10, n, 1 << 40) for n in range(100)] == [1] * 100


def test_a_server_that_refuses_one_is_not_asked_for_it_again() -> None:
    pace = Pace(16, 1 << 30)
    pace.refused(2)
    assert max(pace.look(n / 10, n * MB, 1 << 30) for n in range(1000)) == 2


def test_the_last_bytes_get_company_where_they_crawl_in() -> None:
    pace = Pace(16, 16 * MB)
    # Others have brought most of it and gone; what is left is the first one's, at 1 KB/s.
    now, done = 0.0, 0
    for _ in range(30):
        now, done = now + 0.01, done + 530_000
        pace.look(now, done, 16 * MB - done)
    pace.want = 1
    counts = []
    for _ in range(400):
        now, done = now + 0.01, done + 10
        counts.append(pace.look(now, done, 16 * MB - done))
    assert max(counts) > 1


def test_the_last_bytes_of_a_line_that_was_never_faster_do_not() -> None:
    pace = Pace(16, 16 * MB)
    counts = [pace.look(n / 100, n * 10, 100_000) for n in range(400)]
    assert set(counts) == {1}


def test_the_last_bytes_get_company_too_where_others_were_there_between_two_looks() -> None:
    pace = Pace(16, 16 * MB)
    pace.brought(2 * MB, 0.1)
    counts = [pace.look(n / 100, n * 10, 100_000) for n in range(400)]
    assert max(counts) > 1


def test_a_few_bytes_tell_nothing_of_a_connection() -> None:
    pace = Pace(16, 16 * MB)
    pace.brought(1000, 0.0001)
    assert pace.usual == 0

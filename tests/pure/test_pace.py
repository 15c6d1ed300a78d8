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

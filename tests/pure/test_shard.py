"""Which row goes into which shard."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from together_ext.errors import InvalidArgumentError
from together_ext.runs.shard import Limits, Packer


def places(rows: list[tuple[str, int]], limits: Limits) -> list[tuple[int, int]]:
    packer = Packer(limits)
    return [packer.place(model, size)[:2] for model, size in rows]


def test_a_shard_is_filled_to_the_last_byte() -> None:
    assert places([("m", 40), ("m", 60), ("m", 1)], Limits(max_bytes=100)) == [
        (1, 0),
        (1, 40),
        (2, 0),
    ]
    assert places([("m", 40), ("m", 61)], Limits(max_bytes=100)) == [(1, 0), (2, 0)]


def test_a_shard_is_filled_to_the_last_row() -> None:
    found = places([("m", 1)] * 5, Limits(max_rows=2))
    assert [shard for shard, _ in found] == [1, 1, 2, 2, 3]


def test_each_model_has_its_own_shards() -> None:
    found = places([("m", 1), ("n", 1), ("m", 1), ("n", 1)], Limits())
    assert found == [(1, 0), (2, 0), (1, 1), (2, 1)]


def test_the_limits_are_those_of_the_api_by_default() -> None:
    assert (Limits().max_bytes, Limits().max_rows) == (100_000_000, 50_000)
    assert Limits().row_bytes == 100_000_000
    assert Limits(max_bytes=10, max_row_bytes=20).row_bytes == 10


@pytest.mark.parametrize("value", [0, -1, 1.5, True, None, "1"])
def test_a_limit_is_a_positive_number(value: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="max_rows"):
        Limits(max_rows=value)


@given(
    st.lists(st.tuples(st.sampled_from("mn"), st.integers(1, 50)), max_size=60),
    st.integers(50, 120),
    st.integers(1, 9),
)
def test_every_row_is_in_one_shard_and_no_fewer_shards_would_do(
    rows: list[tuple[str, int]], max_bytes: int, max_rows: int
) -> None:
    limits = Limits(max_bytes=max_bytes, max_rows=max_rows)
    shards: dict[int, list[tuple[str, int]]] = {}
    for (number, start), row in zip(places(rows, limits), rows, strict=True):
        shard = shards.setdefault(number, [])
        assert start == sum(size for _, size in shard)
        shard.append(row)
    assert sorted(shards) == list(range(1, len(shards) + 1))
    for model in "mn":
        own = [shard for _, shard in sorted(shards.items()) if shard[0][0] == model]
        assert [row for shard in own for row in shard] == [row for row in rows if row[0] == model]
        for shard in own:
            assert {name for name, _ in shard} == {model}
            assert len(shard) <= max_rows
            assert sum(size for _, size in shard) <= max_bytes
        for shard, following in pairwise(own):
            grown = [*shard, following[0]]
            assert len(grown) > max_rows or sum(size for _, size in grown) > max_bytes

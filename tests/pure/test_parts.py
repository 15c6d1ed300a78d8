"""How files are cut into parts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from together_ext import errors
from together_ext.transfer import parts

SIZES = st.integers(1, parts.MAX_FILE_BYTES)
WANTED = st.none() | st.integers(parts.MIN_PART_BYTES, 2**36)


@given(SIZES, WANTED)
def test_the_parts_cover_the_file_without_gap_or_overlap(size: int, wanted: int | None) -> None:
    cut = parts.split(size, parts.part_size_for(size, wanted))
    assert cut[0].start == 0
    assert cut[-1].stop == size
    assert [part.stop for part in cut[:-1]] == [part.start for part in cut[1:]]
    assert [part.number for part in cut] == list(range(1, len(cut) + 1))


@given(SIZES, WANTED)
def test_the_parts_keep_the_limits_of_the_api(size: int, wanted: int | None) -> None:
    cut = parts.split(size, parts.part_size_for(size, wanted))
    assert len(cut) <= parts.MAX_PARTS
    assert all(part.size >= parts.MIN_PART_BYTES for part in cut[:-1])
    assert cut[-1].size > 0


@given(SIZES, WANTED)
def test_the_size_asked_for_is_kept_where_it_can_be(size: int, wanted: int | None) -> None:
    found = parts.part_size_for(size, wanted)
    asked = wanted or parts.PART_BYTES
    assert found == asked or (found > asked and size > asked * parts.MAX_PARTS)


@pytest.mark.parametrize(
    ("size", "wanted", "count", "each"),
    [
        (parts.THRESHOLD_BYTES + 1, None, 75, 64 * parts.MIB),
        (16 * 1024**3, None, 249, 66 * parts.MIB),
        (parts.MAX_FILE_BYTES, None, 250, 206 * parts.MIB),
        (20 * parts.MIB, 8 * parts.MIB, 3, 8 * parts.MIB),
        (1, None, 1, 64 * parts.MIB),
    ],
)
def test_some_files(size: int, wanted: int | None, count: int, each: int) -> None:
    assert parts.part_size_for(size, wanted) == each
    assert len(parts.split(size, each)) == count


@pytest.mark.parametrize(
    ("threshold", "part_size", "width"),
    [
        (-1, None, 4),
        (True, None, 4),
        (1.5, None, 4),
        (None, None, 4),
        (0, 5_000_000, 4),
        (0, "8M", 4),
        (0, True, 4),
        (0, None, 0),
        (0, None, None),
    ],
)
def test_sizes_that_are_none_are_refused(
    threshold: object, part_size: object, width: object
) -> None:
    with pytest.raises(errors.InvalidArgumentError, match="must be a"):
        parts.check_sizes(threshold, part_size, width)


def test_sizes_that_are_fine_are_not() -> None:
    assert parts.check_sizes(0, parts.MIN_PART_BYTES, 1) == (0, parts.MIN_PART_BYTES, 1)
    assert parts.check_sizes(parts.THRESHOLD_BYTES, None, 8) == (parts.THRESHOLD_BYTES, None, 8)

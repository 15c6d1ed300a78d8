r"""Lines end at ``\n`` and nowhere else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from together_ext.transfer.lines import LineSplitter


def split(pieces: list[bytes]) -> list[bytes]:
    splitter = LineSplitter()
    lines = [line for piece in pieces for line in splitter.feed(piece)]
    return [*lines, *splitter.finish()]


def test_what_other_splitters_take_for_an_end_is_data() -> None:
    row = '{"a": "\u2028 \u2029 \u0085 \x0b \x0c \x1c \r"}'.encode()
    assert split([row + b"\n" + row]) == [row, row]


def test_a_last_line_needs_no_end() -> None:
    assert split([b"a\nb"]) == [b"a", b"b"]
    assert split([b"a\nb\n"]) == [b"a", b"b"]


def test_empty_lines_are_lines() -> None:
    assert split([b"\n\na\n"]) == [b"", b"", b"a"]


def test_nothing_has_no_lines() -> None:
    assert split([]) == []


@given(st.lists(st.binary()))
def test_how_the_bytes_were_cut_does_not_matter(pieces: list[bytes]) -> None:
    whole = b"".join(pieces)
    expected = whole.split(b"\n")
    if not expected[-1]:
        expected.pop()
    assert split(pieces) == expected

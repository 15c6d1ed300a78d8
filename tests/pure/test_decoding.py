"""What was compressed comes out whole or is an error, however it is cut into pieces."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from together_ext.http.decoding import PIECE, Decoder
from together_ext.http.faults import DecodingError


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


PACK = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "deflate ": raw_deflate,
    "deflate, gzip": lambda data: gzip.compress(zlib.compress(data)),
    "identity": bytes,
}


def decode(encoding: str, packed: bytes, cuts: list[int]) -> bytes:
    decoder = Decoder(encoding)
    edges = sorted({0, len(packed), *(cut % (len(packed) + 1) for cut in cuts)})
    out = b"".join(
        piece for first, end in pairwise(edges) for piece in decoder.feed(packed[first:end])
    )
    decoder.finish()
    return out


cuts = st.lists(st.integers(0, 10_000), max_size=5)


@settings(max_examples=60)
@given(st.binary(max_size=3000), cuts, st.sampled_from(list(PACK)))
def test_it_comes_out_as_it_went_in(data: bytes, cuts: list[int], encoding: str) -> None:
    assert decode(encoding, PACK[encoding](data), cuts) == data


@settings(max_examples=60)
@given(st.lists(st.binary(max_size=100), min_size=1, max_size=4), cuts, st.integers(0, 9))
def test_every_member_of_a_gzip_file_comes(
    members: list[bytes], cuts: list[int], padding: int
) -> None:
    packed = b"".join(map(gzip.compress, members)) + bytes(padding)
    assert decode("gzip", packed, cuts) == b"".join(members)


@settings(max_examples=60)
@given(st.binary(max_size=300), st.integers(1, 10_000), st.sampled_from(["gzip", "deflate"]))
def test_an_end_in_the_middle_is_an_error(data: bytes, at: int, encoding: str) -> None:
    packed = PACK[encoding](data)
    with pytest.raises(DecodingError):
        decode(encoding, packed[: 1 + at % (len(packed) - 1)], [])


@settings(max_examples=60)
@given(st.binary(max_size=300), st.integers(0, 10_000), st.integers(0, 7))
def test_a_flipped_bit_is_an_error_or_changes_nothing(data: bytes, at: int, bit: int) -> None:
    packed = bytearray(gzip.compress(data))
    packed[at % len(packed)] ^= 1 << bit
    try:
        out = decode("gzip", bytes(packed), [])
    except DecodingError:
        return
    assert out == data


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_what_follows_the_end_is_an_error(encoding: str) -> None:
    with pytest.raises(DecodingError):
        decode(encoding, PACK[encoding](b"data") + b"more", [])


def test_an_empty_body_is_empty() -> None:
    assert decode("gzip", b"", []) == b""


def test_what_there_is_no_decoder_for_is_an_error() -> None:
    with pytest.raises(DecodingError, match="'br'"):
        Decoder("gzip, br")


def test_a_piece_that_unpacks_to_much_is_given_out_bit_by_bit() -> None:
    packed = gzip.compress(bytes(64 * PIECE))
    tracemalloc.start()
    decoder, total = Decoder("gzip"), 0
    for piece in decoder.feed(packed):
        assert len(piece) <= PIECE
        total += len(piece)
    decoder.finish()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert total == 64 * PIECE
    assert peak < 8 * PIECE

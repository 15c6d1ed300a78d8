"""Bytes that nobody has to hold: pseudo-random, the same for the same seed, at any offset."""

from __future__ import annotations

import base64
import hashlib
import random
import zlib
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

BLOCK = 1 << 16

Checksum = Literal[
    "repr-digest", "content-md5", "x-amz-checksum-sha256", "x-amz-checksum-crc32", "etag-md5"
]


# 16 MiB at most, whatever the file's size: what several connections read at once.
@lru_cache(maxsize=256)
def _block(seed: int, index: int) -> bytes:
    return random.Random((seed << 40) | index).randbytes(BLOCK)


class Content:
    """A file of any size; no two of its 64 KiB blocks are alike, so a splice never goes unseen.

    Args:
        size: Bytes.
        seed: Another seed, other bytes.
    """

    def __init__(self, size: int, seed: int = 0) -> None:
        self.size = size
        self.seed = seed

    def read(self, start: int, end: int) -> Iterator[bytes]:
        """Give the bytes from ``start`` up to, not including, ``end`` in pieces."""
        end = min(end, self.size)
        while start < end:
            index, skip = divmod(start, BLOCK)
            piece = _block(self.seed, index)[skip : skip + end - start]
            yield piece
            start += len(piece)

    def whole(self) -> bytes:
        """Give the whole file; for small ones."""
        return b"".join(self.read(0, self.size))

    def first_difference(self, other: Iterator[bytes]) -> int | None:
        """Return the offset of the first byte that differs; None where all are the same."""
        offset = 0
        for theirs in other:
            ours = b"".join(self.read(offset, offset + len(theirs)))
            if ours != theirs:
                pairs = enumerate(zip(ours, theirs, strict=False))
                return offset + next((at for at, (a, b) in pairs if a != b), len(ours))
            offset += len(theirs)
        return None if offset == self.size else offset

    def sha256(self) -> str:
        """Return the SHA-256 of the whole file, hex."""
        digest = hashlib.sha256()
        for piece in self.read(0, self.size):
            digest.update(piece)
        return digest.hexdigest()


def checksum_header(kind: Checksum, content: Content, *, wrong: bool = False) -> tuple[str, str]:
    """Return the header by which a server tells a checksum of the whole file.

    Args:
        kind: Which one.
        content: The file.
        wrong: Tell that of another file.
    """
    if wrong:
        content = Content(content.size, content.seed + 1)
    sha256, md5, crc = hashlib.sha256(), hashlib.md5(usedforsecurity=False), 0
    for piece in content.read(0, content.size):
        sha256.update(piece)
        md5.update(piece)
        crc = zlib.crc32(piece, crc)

    def encoded(digest: bytes) -> str:
        return base64.b64encode(digest).decode()

    headers: dict[Checksum, tuple[str, str]] = {
        "repr-digest": ("Repr-Digest", f"sha-256=:{encoded(sha256.digest())}:"),
        "content-md5": ("Content-MD5", encoded(md5.digest())),
        "x-amz-checksum-sha256": ("x-amz-checksum-sha256", encoded(sha256.digest())),
        "x-amz-checksum-crc32": ("x-amz-checksum-crc32", encoded(crc.to_bytes(4, "big"))),
        "etag-md5": ("ETag", f'"{md5.hexdigest()}"'),
    }
    return headers[kind]

"""Bytes into lines, and lines into JSON values."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from .. import errors


class LineSplitter:
    r"""Splits bytes into lines at ``\n`` and nowhere else.

    U+2028, U+0085 and ``\r`` are data: a JSON string may hold them as they are, and a splitter of
    text (``str.splitlines``) would cut rows in two there.
    """

    def __init__(self) -> None:
        self._pending: list[bytes] = []

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Take bytes, give the lines that they complete, without their ends."""
        first, *rest = data.split(b"\n")
        self._pending.append(first)
        for line in rest:
            yield b"".join(self._pending)
            self._pending = [line]

    def finish(self) -> Iterator[bytes]:
        r"""Give the last line, where it does not end in ``\n``."""
        line = b"".join(self._pending)
        self._pending = []
        if line:
            yield line


class TextLines:
    """Splits a file's bytes into lines of text, and knows which line it is at."""

    def __init__(self, id: str) -> None:
        self._id = id
        self._number = 0
        self._splitter = LineSplitter()

    def feed(self, data: bytes) -> Iterator[str]:
        """Take bytes, give the lines that they complete, without their ends.

        Raises:
            InvalidLineError: A line is not UTF-8.
        """
        return map(self._text, self._splitter.feed(data))

    def finish(self) -> Iterator[str]:
        r"""Give the last line, where it does not end in ``\n``.

        Raises:
            InvalidLineError: It is not UTF-8.
        """
        return map(self._text, self._splitter.finish())

    def _text(self, line: bytes) -> str:
        self._number += 1
        try:
            return line.decode()
        except UnicodeDecodeError as error:
            raise errors.InvalidLineError(
                f"line {self._number} of file {self._id} is not UTF-8 ({error.reason} at byte "
                f"{error.start}): {line[:80]!r}. iter_bytes() gives it as it is.",
                id=self._id,
                line=self._number,
            ) from None


class JsonLines:
    """Reads one JSON value a line, and knows which line it is at."""

    def __init__(self, id: str) -> None:
        self._id = id
        self._number = 0

    def read(self, line: str) -> Iterator[Any]:
        """Give the value of a line; none of a blank one.

        Raises:
            InvalidLineError: It is not JSON.
        """
        self._number += 1
        if not line.strip():
            return
        try:
            yield json.loads(line)
        except (ValueError, RecursionError) as error:  # the latter: nested too deeply to be read
            raise errors.InvalidLineError(
                f"line {self._number} of file {self._id} is not JSON ({error}): {line[:80]!r}.",
                id=self._id,
                line=self._number,
            ) from None

# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
"""Server-sent events from bytes: pure, incremental, and bounded.

Follows https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream.
Where the chunks are cut makes no difference, not even inside a line end or a character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from .errors import EventTooLarge
from .types import MAX_EVENT_BYTES

_LINE_END = re.compile(rb"\r\n|\n|\r")
_BOM = b"\xef\xbb\xbf"


class ServerSentEvent(NamedTuple):
    """One event, as it was sent."""

    data: str
    event: str = "message"
    id: str = ""
    retry: int | None = None


class EventParser:
    """Bytes in, events out.

    Args:
        max_event_bytes: The most that one event, or one line of anything, may have.
    """

    def __init__(self, max_event_bytes: int = MAX_EVENT_BYTES) -> None:
        self._max = max_event_bytes
        self._line = bytearray()
        self._at_start = True
        self._after_cr = False
        self._id = ""
        self._begin()

    def feed(self, chunk: bytes) -> Iterator[ServerSentEvent]:
        """The events that a chunk completes; to be used up before the next chunk is fed.

        Raises:
            EventTooLarge: When more of one event has come than may.
        """
        if not chunk:
            return
        start = 1 if self._after_cr and chunk.startswith(b"\n") else 0
        self._after_cr = chunk.endswith(b"\r")
        for end in _LINE_END.finditer(chunk, start):
            self._take(chunk[start : end.start()])
            start = end.end()
            event = self._end_line()
            if event is not None:
                yield event
        self._take(chunk[start:])

    def _begin(self) -> None:
        self._data: list[str] = []
        self._size, self._event, self._retry = 0, "", None

    _retry: int | None

    def _take(self, part: bytes) -> None:
        self._line += part
        if self._size + len(self._line) > self._max:
            raise EventTooLarge(self._max)

    def _end_line(self) -> ServerSentEvent | None:
        line = bytes(self._line)
        self._line.clear()
        if self._at_start:
            line = line.removeprefix(_BOM)
            self._at_start = False
        if not line:
            return self._dispatch()
        name, _, value = line.decode("utf-8", "replace").partition(":")
        value = value.removeprefix(" ")
        if name == "data":
            self._data.append(value)
            self._size += len(line)
        elif name == "event":
            self._event = value
        elif name == "id" and "\0" not in value:
            self._id = value
        # Nothing waits longer than some hours; int() refuses more than 4300 digits.
        elif name == "retry" and value.isascii() and value.isdigit() and len(value) < 10:
            self._retry = int(value)
        return None  # a comment (no name) and a field nobody knows are passed over

    def _dispatch(self) -> ServerSentEvent | None:
        event = ServerSentEvent(
            "\n".join(self._data), self._event or "message", self._id, self._retry
        )
        has_data = bool(self._data)
        self._begin()
        return event if has_data else None


__all__ = ["EventParser", "ServerSentEvent"]

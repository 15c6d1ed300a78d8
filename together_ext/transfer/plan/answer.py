"""What is asked for, and what of the answer is believed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from ...records import dataclass
from .head import Head, UnusableHeadError, read_head, read_total, read_window
from .ranges import BEYOND

# What storage says of a signed URL that has expired, or was never good (S3: 403, "Request has
# expired"; Azure: 403; Google: 400 ExpiredToken; R2: 401; and 404, 410 of a bucket that is gone).
EXPIRED = frozenset({400, 401, 403, 404, 410})

Meaning = Literal["whole", "part", "complete", "unproven", "not-yet", "expired", "error", "no-file"]


@dataclass(frozen=True)
class Ask:
    """One request for the object, or for a part of it.

    Attributes:
        first: The first byte wanted.
        end: The byte after the last; None for the rest.
        validator: The strong ETag of what is there; None to ask for the whole.
        size: The object's size, where known.
    """

    first: int = 0
    end: int | None = None
    validator: str | None = None
    size: int | None = None

    def headers(self) -> dict[str, str]:
        """Return the request headers that say so."""
        if self.validator is None:
            return {}
        last = "" if self.end is None else str(self.end - 1)
        return {"Range": f"bytes={self.first}-{last}", "If-Range": self.validator}


@dataclass(frozen=True)
class Answer:
    """What an answer means.

    Attributes:
        meaning: See the table in ``plan``.
        why: In words, where it is not what was asked for.
        head: Of a ``whole`` or a ``part``.
        first: Where the body begins in the object.
        end: Where it ends, where that is said.
        size: The object's size, where that is said.
    """

    meaning: Meaning
    why: str = ""
    head: Head | None = None
    first: int = 0
    end: int | None = None
    size: int | None = None


def read_answer(
    ask: Ask, status: int, headers: Mapping[str, str], *, signed: bool = False
) -> Answer:
    """Say what an answer means.

    Args:
        ask: What was asked for.
        status: The answer's status.
        headers: Its headers, case-insensitive.
        signed: Whether it came from a signed URL of another origin, not from the API.
    """
    ranged = ask.validator is not None
    if status == 206 and ranged:
        return _read_part(ask, headers)
    if status == 200:
        try:
            head = read_head(status, headers)
        except UnusableHeadError as error:
            return Answer("no-file", str(error))
        return Answer("whole", "", head, 0, head.size, head.size)
    if status == 416 and ranged:
        total = read_total(headers.get("content-range"))
        if total is not None and total == ask.first and ask.size in {None, total}:
            return Answer("complete", size=total)
        return Answer("unproven", "the range that is missing is refused (416)")
    if status == 412 and ranged:
        return Answer("unproven", "the file is not the one that it was (412)")
    if signed and status in EXPIRED:
        return Answer("expired", f"the signed URL is not accepted ({status})")
    if status == 202:
        return Answer("not-yet", "the file is still being prepared; try again later, or wait=")
    if status == 404:
        return Answer("not-yet", "there is no such file")
    if 200 <= status < 300:
        return Answer("no-file", f"status {status} was not asked for and promises no whole file")
    return Answer("error", f"status {status}")


def _read_part(ask: Ask, headers: Mapping[str, str]) -> Answer:
    def unproven(why: str) -> Answer:
        return Answer("unproven", f"a part came that proves nothing: {why}")

    try:
        head = read_head(206, headers)
    except UnusableHeadError as error:
        return unproven(str(error))
    window = read_window(headers.get("content-range"))
    if window is None:
        # Of several parts, too: each has its window in the body, and only one was asked for.
        return unproven("it does not say which")
    if head.encoding is not None:
        return unproven("it is compressed")
    if window.first != ask.first:
        return unproven(f"it begins at {window.first}, not at {ask.first}")
    if window.end > (BEYOND if ask.end is None else ask.end):
        return unproven("it is longer than asked for")
    size = ask.size if window.total is None else window.total
    if ask.size is not None and size != ask.size:
        return unproven(f"it is of {size} bytes, not of {ask.size}")
    if size is not None and window.end > size:
        return unproven("it goes beyond the end")
    if head.validator != ask.validator:
        return unproven("its ETag is another one, or missing")
    if head.length is not None and head.length != window.end - window.first:
        return unproven("its length is not that of its window")
    return Answer("part", "", head, window.first, window.end, size)

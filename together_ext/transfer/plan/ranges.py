"""Which bytes are there, and who fetches which of those that are not."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from ...records import dataclass, field

# The end of what has no known size: beyond any file.
BEYOND = 1 << 62
# Seconds that a connection has to show what it can do.
CRAWL_SECONDS = 2.0
# How many times slower than usual a connection crawls.
CRAWL = 8
# Share of an object that may come for nothing: what is on its way to a connection when it gets to
# an end that was lowered meanwhile. (Simulated in test_ranges: of 64 MiB from a server that sends
# 2 MiB at a time 1.19 come by 8 connections and 1.41 by 16 without a bound, and 1.03 with it.)
FOR_NOTHING = 0.03


class Ranges:
    """A set of offsets as disjoint ranges in order; a range is ``(first, end)``, without its end.

    Args:
        ranges: In any order; they may touch and overlap.
    """

    def __init__(self, ranges: Iterable[tuple[int, int]] = ()) -> None:
        self._firsts: list[int] = []
        self._ends: list[int] = []
        self.total = 0
        for first, end in ranges:
            self.add(first, end)

    def add(self, first: int, end: int) -> None:
        """Put the offsets from ``first`` up to and without ``end`` in."""
        if end <= first:
            return
        low = bisect_left(self._ends, first)  # the first range that touches or follows
        high = bisect_right(self._firsts, end)  # the first one that is clearly behind
        if low < high:
            first = min(first, self._firsts[low])
            end = max(end, self._ends[high - 1])
            self.total -= sum(self._ends[low:high]) - sum(self._firsts[low:high])
        self._firsts[low:high] = [first]
        self._ends[low:high] = [end]
        self.total += end - first

    def gaps(self, end: int) -> Iterator[tuple[int, int]]:
        """Give what is missing before ``end``, in order."""
        at = 0
        for first, stop in self:
            if first >= end:
                break
            if first > at:
                yield at, first
            at = stop
        if at < end:
            yield at, end

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return iter(list(zip(self._firsts, self._ends, strict=True)))

    def __bool__(self) -> bool:
        return bool(self._firsts)


@dataclass
class Span:
    """What one connection fetches: from ``at``, which moves, up to ``end``, which others lower.

    Attributes:
        at: The next byte.
        end: The byte after the last one wanted.
        asked: Where it ended when it was asked for: up to there bytes will come unasked.
        first: Where its body began.
        began: When that was, in seconds; None before.
        firm: Whether it begins there for certain. If not, the connection before it may still go on
            into it (:meth:`Board.extend`).
        burst: Bytes that came at once, the last time; before the first, to the one it was cut off.
    """

    at: int
    end: int
    asked: int = BEYOND
    first: int = 0
    began: float | None = None
    firm: bool = True
    burst: int = field(default=0, compare=False)

    def crawls(self, now: float, usual: float) -> bool:
        """Whether its connection is so slow that another one should fetch its rest.

        Args:
            now: The time.
            usual: Bytes a second that a connection of this download has brought.
        """
        if self.began is None or now - self.began < CRAWL_SECONDS or self.at >= self.end:
            return False
        rate = (self.at - self.first) / (now - self.began)
        return rate < usual / CRAWL and self.end - self.at > rate * CRAWL_SECONDS


class Board:
    """The bytes that are there, and the spans that are being fetched.

    Args:
        size: Bytes of the object; None where no one said.
        finished: What is there already.
    """

    def __init__(self, size: int | None, finished: Iterable[tuple[int, int]] = ()) -> None:
        self.size = size
        self.finished = Ranges(finished)
        self._active: list[Span] = []
        self._for_nothing = 0  # at most so many come twice

    @property
    def done(self) -> int:
        """Bytes that are there."""
        return self.finished.total

    @property
    def complete(self) -> bool:
        """Whether every byte is there."""
        return self.size is not None and self.done == self.size

    def take(self, least: int | None = None, now: float = 0.0, usual: float = 0.0) -> Span | None:
        """Give someone who has nothing to do a span that no one fetches.

        Args:
            least: Where all is being fetched, split the longest rest in two, if each half has
                this many bytes or more. None: don't.
            now: The time.
            usual: What a connection brings; the whole rest of one that crawls is taken. 0: don't.

        Returns:
            The span, to be given back with :meth:`drop`; None where there is nothing to do.
        """
        held = Ranges(self.finished)
        for span in self._active:
            held.add(span.at, span.end)
        gap = next(held.gaps(BEYOND if self.size is None else self.size), None)
        if gap is not None:
            span = Span(*gap, asked=gap[1])
            self._active.append(span)
            return span
        if least is None or self.size is None:
            return None
        longest = self._longest(2 * least)
        if longest is None:
            slow = next((span for span in self._active if span.crawls(now, usual)), None)
            if slow is None:
                return None
            span = Span(slow.at, slow.end, asked=slow.end)
            # It will not get its rest back: what it brings is not worth the wait.
            slow.end = slow.asked = slow.at
            self._active.append(span)
            return span
        rest = longest.end - longest.at
        self._for_nothing += self._cost(longest)
        span = Span(longest.end - rest // 2, longest.end, asked=longest.end, burst=longest.burst)
        longest.end = span.at
        self._active.append(span)
        return span

    def _longest(self, least: int) -> Span | None:
        """Return the one with the longest rest that may be split, if it has so many bytes."""
        # The first is for nothing in any case, or there would never be a second connection.
        free = max(0, FOR_NOTHING * (self.size or 0) - self._for_nothing)
        spans = (
            span
            for span in self._active
            if span.end - span.at >= least and (not self._for_nothing or self._cost(span) <= free)
        )
        return max(spans, key=lambda span: span.end - span.at, default=None)

    def _cost(self, span: Span) -> int:
        """Return how many more bytes may come for nothing if a span is split."""
        if span.began is None or span.end < span.asked:  # not asked for yet, or cut already
            return 0
        return min(span.burst, (span.end - span.at) // 2)

    def extend(self, span: Span) -> bool:
        """Let a connection that is at its lowered end go on, where no one has begun behind it.

        Whoever took the rest has asked and not been answered yet, and may be refused. What comes
        here unasked is there sooner.

        Args:
            span: Its span.

        Returns:
            Whether there is more for it.
        """
        if span.end >= span.asked:
            return False
        for other in self._active:
            if other.at == span.end and not other.firm and other.at < other.end:
                span.end = other.at = min(span.asked, other.end)
                return True
        return False

    def wrote(self, span: Span, first: int, end: int) -> None:
        """Count bytes that are there now, which a connection got for its span."""
        self.finished.add(first, end)
        span.at = max(span.at, end)
        span.burst = end - first

    def drop(self, span: Span) -> None:
        """Take a span back, finished or not.

        What is missing of it goes back to the connection that it was taken from, if that one is
        still on its way there: the bytes will come to it without another request, which a server
        that dislikes ranges would not answer.
        """
        self._active = [other for other in self._active if other is not span]
        if not self._active:
            return
        held = Ranges(self.finished)
        for other in self._active:
            held.add(other.at, other.end)
        gaps = dict(held.gaps(BEYOND if self.size is None else self.size))
        for other in self._active:
            if other.at < other.end < other.asked and other.end in gaps:
                other.end = min(other.asked, gaps[other.end])

"""How many connections a transfer should have. Pure: told the time and the bytes, says a number.

One stream at first. When it has run for a moment, more are tried: eight, then twice as many, up to
the limit. Each step is kept only if the total has grown by ``GAIN``; if not, the step is taken back
and tried again later, each time later than before. So a line that one stream fills, a machine out
of CPU, or a server that shares out a fixed rate cost one short trial; a server that limits each
connection, or a line that loses packets, is used by as many as help.

=========  =============================  ==================================================
state      after                          then
=========  =============================  ==================================================
steady     a window, and time to try      ``trying`` with more, if it can be worth it
trying     the new ones had time to       ``trying`` with still more where the total has
           begin, and a window            grown; else ``steady`` with as many as before
closed     a server refused one more      for good: never more than were accepted
=========  =============================  ==================================================
"""

from __future__ import annotations

from .ranges import CRAWL

# Seconds of bytes that one number is made of; the first is only to tell a line from this machine.
WINDOW, FIRST_WINDOW = 0.1, 0.02
# Seconds that new connections get to begin before they are judged, and how many times what it takes
# to ask: to connect, to be answered, and to leave TCP's slow start.
SETTLE, SETTLE_ASKS = 0.05, 3
LONGEST_SETTLE = 1.0
FIRST_STEP = 8
# The total must grow by this to keep a step: less is noise.
GAIN = 1.2
# Seconds until a step that was taken back is tried again, then three times as many, and so on.
FIRST_PAUSE = 0.5  # a server may send faster at first than it goes on to, so this one is short
# Bytes a second and connection: one that brings this much is limited by this machine's CPU, and
# others would take from it.
FAST_ENOUGH = 256 << 20
# Share of a core that a transfer may need and still get more connections: from here on it is this
# machine that limits it, and the threads would stand in each other's way (16 connections took twice
# the CPU of one for the same bytes, over TLS on two busy cores).
BUSY = 0.4
# Seconds that the rest must take, or more connections would come too late.
WORTH_SECONDS = 0.5
# The fewest bytes that a file is split for; smaller ones are one request.
SPLIT_FROM = 2 << 20
# A rest is split if each half keeps a connection busy for so many times what it takes to ask,
# within these bounds of seconds and bytes.
SPLIT_ASKS = 3
SPLIT_LEAST, SPLIT_MOST = 0.05, 0.3
LEAST, MOST = 64 << 10, 4 << 20


class Pace:
    """The controller of one transfer.

    Args:
        limit: The most connections.
        size: Bytes of the object; None where it cannot be split.
        latency: Seconds that it took to ask.
    """

    def __init__(
        self, limit: int, size: int | None, latency: float = SPLIT_MOST / SPLIT_ASKS
    ) -> None:
        self.want = 1
        self._limit = 1 if size is None or size < SPLIT_FROM else limit
        self._before: tuple[int, float] | None = None  # a step under trial: from how many, how fast
        self._since: float | None = None
        self._at = 0
        self._cpu = 0.0
        self._settled = 0.0
        self._next_try = 0.0
        self._pause = FIRST_PAUSE
        self._rate = 0.0
        self._latency = latency
        self._window = FIRST_WINDOW
        self.usual = 0.0  # the most bytes a second that a connection has brought, on average

    @property
    def single(self) -> bool:
        """Whether there will never be more than one."""
        return self._limit == 1

    def least(self) -> int:
        """Return the fewest bytes that are worth a request of their own."""
        seconds = min(SPLIT_MOST, max(SPLIT_LEAST, self._latency * SPLIT_ASKS))
        return int(min(MOST, max(LEAST, self._rate / self.want * seconds)))

    def asked(self, seconds: float) -> None:
        """Take note how long it took from asking to an answer."""
        self._latency = (self._latency + seconds) / 2

    def look(self, now: float, done: int, left: int, cpu: float = 0.0) -> int:
        """Say how many connections there should be.

        Args:
            now: Seconds that never go back.
            done: Bytes that came so far.
            left: Bytes to come.
            cpu: Seconds of CPU that one of them, always the same, has taken so far.
        """
        if self._limit == 1 or now < self._settled:
            return self.want
        if self._since is None:
            self._since, self._at, self._cpu = now, done, cpu
            return self.want
        elapsed = now - self._since
        if elapsed < self._window:
            return self.want
        self._rate = rate = (done - self._at) / elapsed
        busy = (cpu - self._cpu) / elapsed * self.want
        self._window = WINDOW
        self._since, self._at, self._cpu = now, done, cpu
        self.usual = max(self.usual, rate / self.want)
        if self._before is not None:
            count, was = self._before
            self._before = None
            if rate < was * GAIN:
                self._step(now, count)
                self._next_try = now + self._pause
                self._pause *= 3
                return self.want
        if now >= self._next_try and busy < BUSY and self._may_help(rate, left):
            self._before = self.want, rate
            self._step(now, min(self._limit, max(FIRST_STEP, 2 * self.want)))
        return self.want

    def brought(self, count: int, seconds: float) -> None:
        """Take note of what one connection has brought, its asking included.

        On a fast line helpers have fetched all that there is within one window, and only what is
        left to a connection that crawls is ever measured there.
        """
        if count >= LEAST and seconds > 0:
            self.usual = max(self.usual, count / seconds)

    def refused(self, accepted: int) -> None:
        """Take note that a server did not want one more.

        Args:
            accepted: How many it is serving.
        """
        self._limit = self.want = max(1, min(self._limit, accepted))
        self._before = None

    def _may_help(self, rate: float, left: int) -> bool:
        return (
            self.want < self._limit
            and rate < FAST_ENOUGH * self.want
            and left > rate * WORTH_SECONDS
            # The little that is left is worth a request where it would crawl in.
            and (left >= 2 * LEAST or rate / self.want < self.usual / CRAWL)
        )

    def _step(self, now: float, want: int) -> None:
        self.want = want
        self._settled = now + min(LONGEST_SETTLE, max(SETTLE, SETTLE_ASKS * self._latency))
        self._since = None

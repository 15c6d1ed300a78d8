"""One transfer: what was learnt of the object, what is there, and what may still be tried."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .answer import Answer, Ask, read_answer
from .head import Head, Verdict, judge
from .ranges import BEYOND, Board, Span
from .steps import Again, Done, Fail, Idle, Known, Take, Witness

# A connection that brought this much costs no retry when it breaks: a line that drops every few
# minutes must not sink a download of hours. Less, and a server that cuts after each byte would be
# asked a million times.
WORTH = 1 << 20
# Seconds between looks at a file that is being prepared; they stretch.
FIRST_LOOK, STRETCH, LONGEST_LOOK = 1.0, 1.5, 30.0


class Transfer:
    """The state of one transfer.

    Args:
        max_retries: How many failures are forgiven.
        wait: Seconds to wait, in all, for a file that is being prepared.
        known: What is known from an earlier try.
        finished: What that try left on the disk.
    """

    def __init__(
        self,
        max_retries: int,
        *,
        wait: float = 0.0,
        known: Known | None = None,
        finished: Iterable[tuple[int, int]] = (),
    ) -> None:
        self.known = known or Known()
        self.board = Board(self.known.size, finished)
        if self.board.complete and self.board.done:
            # Whole, and perhaps of long ago: its last byte is asked for again, for the proof.
            self.board = Board(self.board.done, [(0, self.board.done - 1)])
        self.failures = 0
        self._max_retries = max_retries
        self._wait = wait
        self._looks = 0
        self._waited = 0.0
        self._renewed = False  # a signed URL was asked for anew, and nothing has come since
        self._gained = 0
        self._plain = False  # asking for parts has led nowhere
        self._span: Span | None = None
        self._short = False  # a window came that was shorter than asked for

    @property
    def retries_left(self) -> int:
        """How many failures are still forgiven."""
        return max(0, self._max_retries - self.failures)

    @property
    def resumable(self) -> bool:
        """Whether what is there can be added to."""
        return self.known.validator is not None and not self._plain

    def ask(self, least: int | None = None) -> Ask | Done | Idle:
        """Say what to ask for next.

        Args:
            least: The fewest bytes to take off another connection's span; None for none.
        """
        self._release()
        if self.board.complete:
            return Done(self.board.done)
        if not self.resumable or not self.board.finished:
            return Ask()
        span = self.board.take(least)
        if span is None:
            return Idle()
        self._span = span
        end = None if span.end in {self.known.size, BEYOND} else span.end
        return Ask(span.at, end, self.known.validator, self.known.size)

    def answered(
        self,
        ask: Ask,
        status: int,
        headers: Mapping[str, str],
        *,
        signed: bool = False,
        asked_to_wait: float | None = None,
    ) -> Take | Again | Done | Fail | Witness:
        """Say what to do with an answer; of a :class:`Witness` :meth:`confirm` is told."""
        answer = read_answer(ask, status, headers, signed=signed)
        if answer.meaning == "whole":
            return self._begin(ask, answer)
        if answer.meaning == "part":
            return self._go_on(answer)
        if answer.meaning == "complete":
            return Witness() if answer.size == self.board.done else self._start_over(answer.why)
        if answer.meaning == "unproven":
            return self._start_over(answer.why)
        if answer.meaning == "expired" and not self._renewed:
            self._renewed = True  # free, once: a URL may run out at any moment
            return Again(answer.why, anew=True)
        if answer.meaning == "not-yet":
            return self._not_yet(answer.why, status, asked_to_wait)
        if answer.meaning == "no-file":
            return self._fail(answer.why)
        return Fail(answer.why, answer=True)

    def wrote(self, span: Span, first: int, end: int) -> None:
        """Count bytes that are in the file now."""
        self.board.wrote(span, first, end)
        self._gained += end - first

    def ended(
        self, take: Take, *, wire: int, written: int, broken: str | None = None
    ) -> Again | Done | Fail | Witness:
        """Say what to do after a body.

        Args:
            take: What was done with it.
            wire: Bytes that came over the wire.
            written: Bytes after decoding.
            broken: What broke it off, in words; None where it ended in good order.
        """
        if take.span.at >= take.span.end < self._size_or_beyond():
            # The end of a part, or one that was lowered: what came is what was wanted here.
            return self._settle()
        if broken is not None:
            return self._broken_off(f"the connection was cut ({broken})", take.head)
        if take.head.needs_witness and take.head.length in {None, wire}:
            return Witness()
        return self._believe(judge(take.head, wire=wire, written=written, witness=None), take)

    def testify(
        self, take: Take, *, wire: int, written: int, size: int | None
    ) -> Again | Done | Fail:
        """Say what to do after a body, when the file's metadata has told its size (or has not)."""
        offset = self.board.done - written if take.head.encoding is None else 0
        if offset > 0 and size:  # a part: the rest of the file is what it has to be as long as
            size = max(0, size - offset)
        return self._believe(judge(take.head, wire=wire, written=written, witness=size), take)

    def confirm(self, size: int | None) -> Again | Done | Fail:
        """Say what to do where an answer says that all is there, and what the metadata said of it.

        What said so may be a cache that was cut off where this was.
        """
        if size in {None, 0, self.board.done}:  # 0: not counted yet
            self._learn_size(self.board.done)
            return Done(self.board.done)
        return self._start_over(f"all of it is there (416), and the metadata says {size} bytes")

    def corrupt(self, why: str) -> Again | Fail:
        """Say what to do when the whole is not what its checksum says."""
        return self._start_over(why)

    def _begin(self, ask: Ask, answer: Answer) -> Take:
        head = _head(answer)
        if ask.validator is not None and head.validator == ask.validator:
            self._plain = True  # the same object, and still not the part that was asked for
        self._release()
        self._renewed = False
        self.known = Known(answer.size, head.validator, head.digest)
        self.board = Board(answer.size)
        self._span = self.board.take() or Span(0, 0)
        self._gained = 0
        self._short = False
        return Take(self._span, head, fresh=True)

    def _go_on(self, answer: Answer) -> Take:
        head = _head(answer)
        self._renewed = False
        self._learn_size(answer.size)
        self.known = Known(self.known.size, self.known.validator, self.known.digest or head.digest)
        span = self._span or Span(answer.first, answer.first)
        self._short = answer.end is not None and answer.end < min(span.end, self._size_or_beyond())
        if answer.end is not None:
            span.end = min(span.end, answer.end)
            span.asked = answer.end
        self._gained = 0
        return Take(span, head, fresh=False)

    def _believe(self, verdict: Verdict, take: Take) -> Again | Done | Fail:
        if verdict.problem is not None:
            if verdict.short:
                return self._broken_off(verdict.problem, take.head, verdict.expected)
            self._forget()  # what is not the file is nothing to go on from
            return Fail(verdict.problem, verdict.expected, verdict.received)
        if take.span.at < take.span.end < BEYOND:
            # A chunked part, by its own last chunk whole, and the metadata says no size.
            return self._broken_off("the part is not as long as its window", take.head)
        if self.board.size is None:
            self._learn_size(self.board.done)
        return self._settle()

    def _settle(self) -> Again | Done | Fail:
        self._release()
        if self.board.complete:
            return Done(self.board.done)
        # What others fetch, or give back; or a shorter window than was asked for.
        free = not self._short or self._gained >= WORTH
        return self._count_failure("more is to come", free=free)

    def _broken_off(self, why: str, head: Head, expected: int | None = None) -> Again | Fail:
        self._release()
        free = self.resumable and self.known.size is not None and self._gained >= WORTH
        size = self.known.size if expected is None else expected
        if expected is None and size is None and head.encoding is not None:
            size = head.length
        received = self.board.done
        if not self.resumable:
            self._forget()
        return self._count_failure(why, free=free, expected=size, received=received)

    def _start_over(self, why: str) -> Again | Fail:
        size, received = self.known.size, self.board.done
        self._plain = True
        self._forget()
        return self._count_failure(why, expected=size, received=received)

    def _count_failure(
        self, why: str, *, free: bool = False, expected: int | None = None, received: int = 0
    ) -> Again | Fail:
        if free:
            if self._gained >= WORTH:
                self.failures = 0
            return Again(why)
        if self.failures >= self._max_retries:
            return Fail(why, expected, received)
        self.failures += 1
        return Again(why, attempt=self.failures - 1)

    def _not_yet(self, why: str, status: int, asked: float | None) -> Again | Fail:
        left = self._wait - self._waited
        if left <= 0:
            return Fail(why, answer=status >= 400)
        look = min(LONGEST_LOOK, FIRST_LOOK * STRETCH ** min(self._looks, 32))
        # Not less than a little, or a server that says "0" would be asked without a pause.
        pause = min(left, look if asked is None else max(0.05, asked))
        self._looks += 1
        self._waited += pause
        return Again(why, pause=pause)

    def _fail(self, why: str) -> Fail:
        return Fail(why, self.known.size, self.board.done)

    def _forget(self) -> None:
        self._release()
        self.known = Known()
        self.board = Board(None)

    def _size_or_beyond(self) -> int:
        return BEYOND if self.board.size is None else self.board.size

    def _learn_size(self, size: int | None) -> None:
        if size is not None and self.board.size is None:
            self.known = Known(size, self.known.validator, self.known.digest)
            self.board.size = size

    def _release(self) -> None:
        if self._span is not None:
            self.board.drop(self._span)
            self._span = None


def _head(answer: Answer) -> Head:
    if answer.head is None:
        raise RuntimeError("a whole and a part have a head")
    return answer.head

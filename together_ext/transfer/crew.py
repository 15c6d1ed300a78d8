"""The other connections of a download: each a thread that fetches spans until there are none.

They retry nothing and decide nothing: one that fails gives its span back and goes home, and the
download's own connection, which does retry, gets to it in the end.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from .. import errors
from ..calls import Policy
from ..flow import Close, Receive, run
from ..records import replace
from ..turns import current, in_turns, resting
from . import plan
from .body import Body, EnoughError, Progressing, SharedSlots, TooSlowError
from .plan.pace import SPLIT_FROM
from .source import Door

if TYPE_CHECKING:
    from .body import Hands
    from .options import Options

# A helper is gone when its connection is broken off; this is only against a machine that hangs.
_PATIENCE = 60.0


def may_help(transfer: plan.Transfer, options: Options) -> bool:
    """Say whether more than one connection may ever work on an object."""
    size = transfer.known.size if transfer.resumable else None
    return options.max_connections > 1 and size is not None and size >= SPLIT_FROM


class Crew:
    """The helpers of one download of one object.

    Args:
        transfer: What is fetched.
        door: Whom to ask.
        hands: Makes what does the talking, for each thread.
        policy: How calls are repeated; not here.
        options: The caller's.
        progressing: Told of each piece; its lock guards the board.
        slots: The connections that are shared with other downloads.
        latency: Seconds that it took to ask for the first.
    """

    def __init__(
        self,
        transfer: plan.Transfer,
        door: Door,
        hands: Callable[[], Hands],
        policy: Policy,
        options: Options,
        progressing: Progressing,
        slots: SharedSlots | None = None,
        latency: float = 0.1,
    ) -> None:
        self._known = transfer.known
        self._board = transfer.board
        self._door = door
        self._hands = hands
        self._policy = replace(policy, max_retries=0)
        self._options = options
        self._progressing = progressing
        self._slots = slots
        self._helpers: list[_Helper] = []
        self.pace = plan.Pace(
            options.max_connections, self._known.size if transfer.resumable else None, latency
        )
        left = (self._known.size or 0) - self._board.done
        self.pace.look(time.monotonic(), self._board.done, left, time.thread_time())
        self.failure: Exception | None = None
        self.changed = threading.Condition(progressing.lock)

    @property
    def size(self) -> int:
        """How many are at work."""
        return sum(not helper.retired for helper in list(self._helpers))

    def look(self, now: float) -> None:
        """Have as many as there should be now; called in the download's own thread.

        Raises:
            Exception: What ended one of them, where another connection would not help.
        """
        if self.failure is not None:
            raise self.failure
        if self.pace.single:
            return
        board = self._board
        left = (board.size or 0) - board.done
        wanted = self.pace.look(now, board.done, left, time.thread_time()) - 1
        here = [helper for helper in self._helpers if not helper.retired]
        for helper in here[wanted:]:
            helper.retired = True
        # All spans first, then all requests: one that is split after it was asked for is cut.
        for span in self._spans(now, wanted - len(here)):
            helper = _Helper(self._hands(), span)
            helper.thread = threading.Thread(
                target=in_turns,
                args=(current(), partial(self._work, helper)),
                name="together-ext download",
                daemon=True,
            )
            self._helpers.append(helper)
            try:
                helper.thread.start()
            except RuntimeError:  # the system has no more threads: those that are here have to do
                self._went(helper)
                self.pace.refused(self.size + 1)

    def _spans(self, now: float, count: int) -> list[plan.Span]:
        """Take what new helpers begin with: a thread that finds nothing to do is not started."""
        spans: list[plan.Span] = []
        while len(spans) < count and (self._slots is None or self._slots.take()):
            with self._progressing.lock:
                span = self._take(now)
            if span is None:
                if self._slots is not None:
                    self._slots.give()
                break
            spans.append(span)
        return spans

    def _take(self, now: float) -> plan.Span | None:
        span = self._board.take(self.pace.least(), now, self.pace.usual)
        if span is not None:
            span.firm = False
        return span

    def dismiss(self) -> None:
        """Break off what the helpers do, and wait until they are gone."""
        helpers, self._helpers = self._helpers, []
        for helper in helpers:
            helper.retired = True
            helper.hands.abort()
        with resting():
            for helper in helpers:
                # Ctrl-C may have come before it was started.
                if helper.thread is not None and helper.thread.ident is not None:
                    helper.thread.join(_PATIENCE)

    def _work(self, helper: _Helper) -> None:
        try:
            while not helper.retired:
                span, helper.span = helper.span, None
                if span is None:
                    with self._progressing.lock:
                        span = self._take(time.monotonic())
                if span is None:
                    break
                try:
                    served = self._fetch(helper, span)
                finally:
                    with self.changed:
                        self._board.drop(span)
                        self.changed.notify_all()
                if not served and not helper.retired:
                    self.pace.refused(self.size)  # one less than with this one, and itself
                    break
        except errors.APIError:
            if not helper.retired:
                self.pace.refused(self.size)
        except errors.TogetherError as error:  # the disk
            self.failure = error
        except RuntimeError:  # the client was closed meanwhile
            pass
        except Exception as error:  # an event hook's
            self.failure = error
        finally:
            self._went(helper)

    def _went(self, helper: _Helper) -> None:
        helper.retired = True
        with self.changed:
            if helper.span is not None:  # dismissed before it began
                self._board.drop(helper.span)
            self.changed.notify_all()
        helper.hands.close()
        if self._slots is not None:
            self._slots.give()

    def _fetch(self, helper: _Helper, span: plan.Span) -> bool:
        with self._progressing.lock:
            span.asked = span.end
            ask = plan.Ask(span.at, span.end, self._known.validator, self._known.size)
        hands = helper.hands
        began = time.monotonic()
        reply = run(self._door.ask(ask, self._policy, self._options.stall_timeout), hands)
        self.pace.asked(time.monotonic() - began)
        signed = self._door.is_signed(reply)
        answer = plan.read_answer(ask, reply.status, reply.headers, signed=signed)
        if answer.meaning == "expired":
            self._door.renew()
            if not helper.renewed:
                helper.renewed = True
                hands.perform(Close(reply))
                return True
        if answer.meaning != "part":
            hands.perform(Close(reply))
            return False
        helper.renewed = False
        with self._progressing.lock:
            overtaken = span.at != ask.first or span.at >= span.end
            span.firm = True
        if overtaken:
            hands.perform(Close(reply))
            return True

        def wrote(at: int, end: int) -> None:
            self._board.wrote(span, at, end)

        body = Body(self._progressing, span, wrote, self._options, lambda: helper.retired)
        try:
            hands.perform(Receive(reply, False, body, body.ignore, body.room))
        except EnoughError:
            pass
        except TooSlowError:
            return True
        finally:
            self.pace.brought(span.at - ask.first, time.monotonic() - began)
            hands.perform(Close(reply))
        return span.at >= span.end


class _Helper:
    """One of them."""

    def __init__(self, hands: Hands, span: plan.Span) -> None:
        self.hands = hands
        self.span: plan.Span | None = span  # its first
        self.thread: threading.Thread | None = None
        self.retired = False
        self.renewed = False

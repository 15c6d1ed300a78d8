"""A download: lock, recover, fetch, verify, rename. It blocks; what to do is said by ``plan``."""

from __future__ import annotations

import logging
import os
import threading
import time
from contextlib import suppress
from typing import Any, Literal

from .. import errors, retry
from ..calls import Policy
from ..flow import Buffer, Close, Effect, Receive, Reply, Sleep, run
from ..records import dataclass
from ..turns import resting
from . import plan
from .body import Body, EnoughError, TooSlowError
from .crew import Crew, may_help
from .disk import StrPath
from .options import Options
from .setting import Setting
from .sink import PartialFile
from .source import Door, Source, answered, failed, judged, witness

log = logging.getLogger("together_ext")

# Seconds between looks at a destination that another one is writing.
_LOCK_POLL = 0.25
# How often a download begins anew because another one, which a lock did not hold off, took its
# partial file away.
_TAKEN_AWAY = 5


@dataclass(frozen=True)
class FileObject:
    """A file that was downloaded, as it lies on this machine.

    Attributes:
        object: Always ``"local"``.
        id: The id it has at the API.
        filename: Its absolute path.
        size: Its bytes on the disk.
    """

    object: Literal["local"]
    id: str
    filename: str
    size: int


class Download:
    """One file, to one destination. :meth:`run` blocks; :meth:`stop` may come from any thread."""

    def __init__(
        self, source: Source, destination: StrPath, options: Options, setting: Setting
    ) -> None:
        self._source = source
        self._destination = os.fspath(destination)
        self._options = options
        self._setting = setting
        self._door = Door(source)
        self._sink: PartialFile
        self._hands = setting.hands()
        self._transfer = plan.Transfer(setting.policy.max_retries, wait=options.wait)
        self._crew: Crew | None = None
        self.lock = threading.Lock()
        self._stopped = False
        self._heard: Exception | None = None  # from whoever is told the progress
        self._asked = 0.0  # seconds that the last request took

    def run(self) -> FileObject:
        """Download the file, whole or not at all.

        Raises:
            DownloadError: The bytes that came are not the whole file.
            OutputError: The destination cannot be written.
            APIError: The API did not give the file.
        """
        # Here, as it looks at the disk, which an event loop's thread must not wait for.
        sink = self._sink = PartialFile(
            self._destination,
            self._source.identity,
            self._options.durable,
            self._setting.directories,
        )
        keep: Any = ()
        try:
            size = self._take_turn()
            if size is None:
                for _ in range(_TAKEN_AWAY):
                    size = self._fetch_whole()
                    if sink.commit(size):
                        break
                    log.warning("%s was taken away by another download", sink.path)
                else:
                    raise errors.OutputError(
                        f"{sink.path} was taken away by another download, again and again. "
                        "Choose another output.",
                        path=self._destination,
                    )
            self._setting.meter.update(size, size, 1)
        except BaseException:
            try:
                self._dismiss()
            finally:  # a second Ctrl-C, too
                if self._transfer.resumable:
                    keep = self._finished()
            raise
        finally:
            try:
                sink.release(keep)
            finally:
                self._hands.close()
        return FileObject("local", self._source.id, str(self._destination), size)

    def stop(self) -> None:
        """Have :meth:`run` end soon, by an error; what can be gone on with is kept."""
        self._stopped = True
        self._hands.abort()

    def write(self, offset: int, data: Buffer) -> None:
        """Put bytes into the file."""
        self._sink.write(offset, data)

    def more(self, span: plan.Span) -> bool:
        """Say whether a connection that is at its end may go on, with the lock held."""
        return self._transfer.board.extend(span)

    def moved(self, own: bool) -> None:
        """Take note that bytes were written, by its own connection or a helper's."""
        crew, board = self._crew, self._transfer.board
        self._sink.note(self._finished)
        connections = 1 if crew is None else 1 + crew.size
        self._setting.meter.update(board.done, board.size, connections)
        if own:
            try:
                self._setting.tell()
            except Exception as error:
                self._heard = error
                raise
            if crew is not None:
                crew.look(time.monotonic())

    def _take_turn(self) -> int | None:
        if self._sink.acquire():
            return None
        log.info("waiting for another download to %s", self._destination)
        while True:
            self._perform(Sleep(_LOCK_POLL))
            if self._stopped:
                raise _stopped(self._source.id)
            if self._sink.acquire():
                return self._sink.finished_meanwhile()

    def _fetch_whole(self) -> int:
        policy, options = self._setting.policy, self._options
        record = self._sink.recover()
        self._transfer = transfer = plan.Transfer(
            policy.max_retries,
            wait=options.wait,
            known=None if record is None else record.known,
            finished=() if record is None else record.finished(),
        )
        resumed_from = transfer.board.done
        if resumed_from:
            log.info("%s: going on from %d bytes", self._source.id, resumed_from)
            self._setting.meter.begin(transfer.known.size, resumed_from)
        while True:
            if self._stopped:
                raise _stopped(self._source.id)
            crew = self._crew
            if crew is not None and crew.failure is not None:
                raise crew.failure
            with self.lock:
                ask = transfer.ask(None if crew is None else crew.pace.least())
            if isinstance(ask, plan.Idle):
                self._wait_for_others()
                continue
            step: Any = ask if isinstance(ask, plan.Done) else self._round(transfer, ask)
            if isinstance(step, plan.Done):
                self._dismiss()
                step = self._verify(transfer, step)
                if isinstance(step, plan.Done):
                    return step.size
            if isinstance(step, plan.Fail):
                raise failed(self._source.id, step)
            pause = step.pause
            if step.attempt is not None:
                pause = max(pause, retry.backoff(step.attempt, policy.chance()))
            elif not pause:
                continue
            log.info("%s: again in %.1f s (%s)", self._source.id, pause, step.why)
            self._perform(Sleep(pause))

    def _round(self, transfer: plan.Transfer, ask: plan.Ask) -> plan.Again | plan.Done | plan.Fail:
        policy, left = self._setting.policy, transfer.retries_left
        if left != policy.max_retries:
            policy = Policy(left, policy.chance, policy.now)
        began = time.monotonic()
        reply = run(self._door.ask(ask, policy, self._options.stall_timeout), self._hands)
        self._asked = time.monotonic() - began
        with self.lock:
            board = transfer.board
            step = judged(transfer, self._door, ask, reply, policy)
        if transfer.board is not board:
            # Of another object from here on: no one may write what belongs to the one before.
            self._dismiss()
        if not isinstance(step, plan.Take):
            step = run(answered(transfer, self._door, reply, policy, step), self._hands)
        if not isinstance(step, plan.Take):
            return step
        written, broken = self._receive(transfer, step, reply)
        with self.lock:
            end = transfer.ended(step, wire=reply.received, written=written, broken=broken)
        if isinstance(end, plan.Witness):
            size = run(witness(self._source, policy), self._hands)
            with self.lock:
                end = transfer.testify(step, wire=reply.received, written=written, size=size)
        self._sink.learn(transfer.known)
        return end

    def _receive(
        self, transfer: plan.Transfer, take: plan.Take, reply: Reply
    ) -> tuple[int, str | None]:
        setting, span = self._setting, take.span
        try:
            if take.fresh:
                self._sink.begin(transfer.known)
                setting.meter.begin(transfer.known.size, 0)
            else:
                self._sink.learn(transfer.known)
            if self._crew is None and may_help(transfer, self._options):
                shared = transfer, self._door, setting.hands, setting.policy, self._options
                self._crew = Crew(*shared, self, setting.slots, self._asked)

            def wrote(at: int, end: int) -> None:
                transfer.wrote(span, at, end)

            body = Body(self, span, wrote, self._options)
            broken = None
            try:
                decode = take.head.encoding is not None
                self._perform(Receive(reply, decode, body, body.ignore, body.room))
            except errors.APIConnectionError as error:
                if self._heard is not None:  # not of this connection, though it looks like it
                    raise self._heard from None
                if self._stopped:
                    raise
                broken = str(error)
            except TooSlowError as error:
                broken = str(error)
            except EnoughError:
                pass
        finally:
            with suppress(errors.TogetherError):
                self._perform(Close(reply))
        return body.written, broken

    def _wait_for_others(self) -> None:
        crew = self._crew
        if crew is None:
            raise RuntimeError("there are no others")
        with resting(), crew.changed:
            crew.changed.wait(0.1)
        self._setting.tell()
        crew.look(time.monotonic())

    def _dismiss(self) -> None:
        crew, self._crew = self._crew, None
        if crew is not None:
            crew.dismiss()

    def _verify(
        self, transfer: plan.Transfer, done: plan.Done
    ) -> plan.Done | plan.Again | plan.Fail:
        if done.size == 0 and transfer.known.size is None:
            return done
        digest = transfer.known.digest
        if digest is None:
            return done
        found = self._sink.digest(digest.algorithm)
        if found == digest.value:
            return done
        return transfer.corrupt(
            f"its {digest.algorithm} is {found}, and {digest.header} says {digest.value}"
        )

    def _finished(self) -> list[tuple[int, int]]:
        with self.lock:
            return list(self._transfer.board.finished)

    def _perform(self, effect: Effect) -> Any:
        return self._hands.perform(effect)


def _stopped(id: str) -> errors.DownloadError:
    return errors.DownloadError(f"the download of {id} was stopped.", id=id)

"""A file's content as a stream, for those who do not want it on the disk.

The same proofs as for a download hold: the iteration ends without an error only when the file was
whole. What breaks off is asked for again from where it was, and only the same object, by its strong
ETag, is gone on with: what was given out cannot be taken back, so anything else is an error.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from types import TracebackType
from typing import TYPE_CHECKING, Any

from .. import errors, retry
from ..calls import Policy
from ..flow import Close, Flow, Reply, Sleep, arun, run
from ..records import replace
from . import plan
from .lines import JsonLines, TextLines
from .options import Options
from .source import Door, Source, answered, failed, judged, witness

if TYPE_CHECKING:
    from ..http import AsyncSession, Session


class _State:
    """What both streams know: the open answer, and how much of it was given out."""

    def __init__(self, source: Source, policy: Policy, options: Options) -> None:
        self._source = source
        self._policy = policy
        self._options = options
        self._door = Door(source)
        self._transfer = plan.Transfer(policy.max_retries, wait=options.wait)
        self._given_out = 0
        self._body_start = 0
        self._opened: tuple[Reply, plan.Take] | None = None
        self._consumed = False

    @property
    def opened(self) -> tuple[Reply, plan.Take]:
        if self._opened is None:
            raise RuntimeError("open the stream first: `with client.files.content(id) as stream:`")
        return self._opened

    @property
    def size(self) -> int | None:
        if self._opened is None:
            raise RuntimeError("open the stream first: `with client.files.content(id) as stream:`")
        return self._transfer.known.size

    def consume(self) -> None:
        if self._consumed:
            raise RuntimeError("the stream was read already; ask for the content again")
        self._consumed = True

    def gave(self, count: int) -> None:
        """Count bytes that were given out."""
        _, take = self.opened
        first = self._given_out
        self._given_out += count
        self._transfer.wrote(take.span, first, self._given_out)

    def open(self) -> Flow[None]:
        """Ask for the bytes, up to where they begin."""
        while True:
            ask = self._transfer.ask()
            if not isinstance(ask, plan.Ask):  # cannot be: a stream is fetched by one alone
                return
            rest = replace(self._policy, max_retries=self._transfer.retries_left)
            reply = yield from self._door.ask(ask, rest, self._options.stall_timeout)
            step = judged(self._transfer, self._door, ask, reply, self._policy)
            step = yield from answered(self._transfer, self._door, reply, self._policy, step)
            if isinstance(step, plan.Take):
                if step.fresh and self._given_out:
                    yield Close(reply)
                    raise self._changed("the server sent all of it again")
                self._opened = reply, step
                self._body_start = self._given_out
                return
            if isinstance(step, plan.Done):
                return
            yield from self._again(step)

    def after(self, broken: str | None) -> Flow[bool]:
        """Say whether there is more to come, after a body; and if so, open it.

        Raises:
            DownloadError: The file did not come whole.
        """
        reply, take = self.opened
        written = self._given_out - self._body_start
        if broken is not None:
            yield Close(reply)
        step: Any = self._transfer.ended(take, wire=reply.received, written=written, broken=broken)
        if isinstance(step, plan.Witness):
            size = yield from witness(self._source, self._policy)
            step = self._transfer.testify(take, wire=reply.received, written=written, size=size)
        if isinstance(step, plan.Done):
            return False
        if isinstance(step, plan.Fail):
            raise failed(self._source.id, step)
        yield from self._again(step)
        yield from self.open()
        # The answer may have been that there is nothing more.
        return not self._transfer.board.complete

    def _again(self, step: plan.Again) -> Flow[None]:
        if self._given_out and not self._transfer.resumable:
            raise self._changed(step.why)
        pause = step.pause
        if step.attempt is not None:
            pause = max(pause, retry.backoff(step.attempt, self._policy.chance()))
        yield Sleep(pause)

    def _changed(self, why: str) -> errors.DownloadError:
        expected = self._opened[1].head.size if self._opened and not self._body_start else None
        return errors.DownloadError(
            f"file {self._source.id} did not come whole: it broke off after {self._given_out} "
            f"bytes, and the rest cannot be proven to be of the same file ({why}). "
            "Discard what was read and begin again, or use retrieve_content, which starts over.",
            id=self._source.id,
            expected=expected,
            received=self._given_out,
        )


class ContentStream:
    """The content of a file, read once, in constant memory.

    Example:
        >>> with client.files.content("file-123") as stream:      # doctest: +SKIP
        ...     for line in stream.iter_lines():
        ...         row = json.loads(line)
    """

    def __init__(self, session: Session, source: Source, policy: Policy, options: Options) -> None:
        self._session = session
        self._id = source.id
        self._state = _State(source, policy, options)

    def __enter__(self) -> ContentStream:
        try:
            run(self._state.open(), self._session)
        except BaseException:
            self._session.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._session.close()

    @property
    def size(self) -> int | None:
        """Bytes of the file; None where the answer does not say."""
        return self._state.size

    def iter_bytes(self) -> Iterator[bytes]:
        """Iterate over the bytes, in pieces as they come.

        Raises:
            DownloadError: The file did not come whole.
        """
        state = self._state
        reply, take = state.opened
        state.consume()
        more = True
        while more:
            reply, take = state.opened
            broken = None
            try:
                for chunk in self._session.body(reply, take.head.encoding is not None):
                    state.gave(len(chunk))
                    yield chunk
            except errors.APIConnectionError as error:
                broken = str(error)
            more = run(state.after(broken), self._session)

    def iter_lines(self) -> Iterator[str]:
        r"""Iterate over the lines, split at ``\n`` alone and without it.

        Raises:
            DownloadError: The file did not come whole.
            InvalidLineError: A line is not UTF-8; ``.line`` says which.
        """
        lines = TextLines(self._id)
        for chunk in self.iter_bytes():
            yield from lines.feed(chunk)
        yield from lines.finish()

    def iter_json(self) -> Iterator[Any]:
        """Iterate over the JSON values, one a line; blank lines are passed over.

        Raises:
            DownloadError: The file did not come whole.
            InvalidLineError: A line is not UTF-8, or not JSON; ``.line`` says which.
        """
        reader = JsonLines(self._id)
        for line in self.iter_lines():
            yield from reader.read(line)


class AsyncContentStream:
    """The content of a file, read once, in constant memory, in an event loop.

    Example:
        >>> async with client.files.content("file-123") as stream:      # doctest: +SKIP
        ...     async for line in stream.iter_lines():
        ...         row = json.loads(line)
    """

    def __init__(
        self, session: AsyncSession, source: Source, policy: Policy, options: Options
    ) -> None:
        self._session = session
        self._id = source.id
        self._state = _State(source, policy, options)

    async def __aenter__(self) -> AsyncContentStream:
        try:
            await arun(self._state.open(), self._session)
        except BaseException:
            await self._session.aclose()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._session.aclose()

    @property
    def size(self) -> int | None:
        """Bytes of the file; None where the answer does not say."""
        return self._state.size

    async def iter_bytes(self) -> AsyncGenerator[bytes, None]:
        """Iterate over the bytes, in pieces as they come.

        Raises:
            DownloadError: The file did not come whole.
        """
        state = self._state
        reply, take = state.opened
        state.consume()
        more = True
        while more:
            reply, take = state.opened
            broken = None
            decode = take.head.encoding is not None
            try:
                async with aclosing(self._session.body(reply, decode)) as chunks:
                    async for chunk in chunks:
                        state.gave(len(chunk))
                        yield chunk
            except errors.APIConnectionError as error:
                broken = str(error)
            more = await arun(state.after(broken), self._session)

    async def iter_lines(self) -> AsyncGenerator[str, None]:
        r"""Iterate over the lines, split at ``\n`` alone and without it.

        Raises:
            DownloadError: The file did not come whole.
            InvalidLineError: A line is not UTF-8; ``.line`` says which.
        """
        lines = TextLines(self._id)
        async with aclosing(self.iter_bytes()) as chunks:
            async for chunk in chunks:
                for line in lines.feed(chunk):
                    yield line
        for line in lines.finish():
            yield line

    async def iter_json(self) -> AsyncGenerator[Any, None]:
        """Iterate over the JSON values, one a line; blank lines are passed over.

        Raises:
            DownloadError: The file did not come whole.
            InvalidLineError: A line is not UTF-8, or not JSON; ``.line`` says which.
        """
        reader = JsonLines(self._id)
        async with aclosing(self.iter_lines()) as lines:
            async for line in lines:
                for value in reader.read(line):
                    yield value

"""A file's content as a stream, for those who do not want it on the disk.

The same proofs as for a download hold: the iteration ends without an error only when the file was
whole. Until it has ended, what was given out is not proven.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing
from types import TracebackType
from typing import TYPE_CHECKING

from .. import errors
from ..calls import Policy
from ..flow import Reply, arun, run
from . import plan
from .download import Source, check_whole, cut_off, open_content

if TYPE_CHECKING:
    from ..http import AsyncSession, Session


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


class _State:
    """What both streams know: the open answer, and how much of it was given out."""

    def __init__(self, source: Source, policy: Policy) -> None:
        self.source = source
        self.policy = policy
        self.written = 0
        self._opened: tuple[Reply, plan.Head] | None = None
        self._consumed = False

    @property
    def opened(self) -> tuple[Reply, plan.Head]:
        if self._opened is None:
            raise RuntimeError("open the stream first: `with client.files.content(id) as stream:`")
        return self._opened

    def set_opened(self, opened: tuple[Reply, plan.Head]) -> None:
        self._opened = opened

    def consume(self) -> None:
        if self._consumed:
            raise RuntimeError("the stream was read already; ask for the content again")
        self._consumed = True


class ContentStream:
    """The content of a file, read once, in constant memory.

    Example:
        >>> with client.files.content("file-123") as stream:      # doctest: +SKIP
        ...     for line in stream.iter_lines():
        ...         row = json.loads(line)
    """

    def __init__(self, session: Session, source: Source, policy: Policy) -> None:
        self._session = session
        self._state = _State(source, policy)

    def __enter__(self) -> ContentStream:
        state = self._state
        try:
            state.set_opened(run(open_content(state.source, state.policy), self._session))
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
        return self._state.opened[1].size

    def iter_bytes(self) -> Iterator[bytes]:
        """Iterate over the bytes, in pieces as they come.

        Raises:
            DownloadError: The file did not come whole.
        """
        state = self._state
        reply, head = state.opened
        state.consume()
        try:
            for chunk in self._session.body(reply, head.encoding is not None):
                state.written += len(chunk)
                yield chunk
        except errors.APIConnectionError as error:
            raise cut_off(state.source.id, head, reply, error) from error
        check = check_whole(state.source, head, reply.received, state.written, state.policy)
        run(check, self._session)

    def iter_lines(self) -> Iterator[str]:
        r"""Iterate over the lines, split at ``\n`` alone and without it.

        Raises:
            DownloadError: The file did not come whole.
            UnicodeDecodeError: A line is not UTF-8.
        """
        splitter = LineSplitter()
        for chunk in self.iter_bytes():
            for line in splitter.feed(chunk):
                yield line.decode()
        for line in splitter.finish():
            yield line.decode()


class AsyncContentStream:
    """The content of a file, read once, in constant memory, in an event loop.

    Example:
        >>> async with client.files.content("file-123") as stream:      # doctest: +SKIP
        ...     async for line in stream.iter_lines():
        ...         row = json.loads(line)
    """

    def __init__(self, session: AsyncSession, source: Source, policy: Policy) -> None:
        self._session = session
        self._state = _State(source, policy)

    async def __aenter__(self) -> AsyncContentStream:
        state = self._state
        try:
            state.set_opened(await arun(open_content(state.source, state.policy), self._session))
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
        return self._state.opened[1].size

    async def iter_bytes(self) -> AsyncIterator[bytes]:
        """Iterate over the bytes, in pieces as they come.

        Raises:
            DownloadError: The file did not come whole.
        """
        state = self._state
        reply, head = state.opened
        state.consume()
        try:
            async with aclosing(self._session.body(reply, head.encoding is not None)) as chunks:
                async for chunk in chunks:
                    state.written += len(chunk)
                    yield chunk
        except errors.APIConnectionError as error:
            raise cut_off(state.source.id, head, reply, error) from error
        check = check_whole(state.source, head, reply.received, state.written, state.policy)
        await arun(check, self._session)

    async def iter_lines(self) -> AsyncIterator[str]:
        r"""Iterate over the lines, split at ``\n`` alone and without it.

        Raises:
            DownloadError: The file did not come whole.
            UnicodeDecodeError: A line is not UTF-8.
        """
        splitter = LineSplitter()
        async for chunk in self.iter_bytes():
            for line in splitter.feed(chunk):
                yield line.decode()
        for line in splitter.finish():
            yield line.decode()

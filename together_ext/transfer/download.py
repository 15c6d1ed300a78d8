"""A download as a flow: lock, ask, receive, judge, rename. What to believe is in ``plan``."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from .. import errors, retry
from ..calls import Call, Policy, fetch, send
from ..flow import Close, Flow, Receive, Reply, Sleep, Work
from ..progress import Meter
from . import plan
from .sink import PartialFile

if TYPE_CHECKING:
    from together_openapi.models import FileResponse

log = logging.getLogger("together_ext")

# Seconds between looks at a destination that another process is writing.
_LOCK_POLL = 0.25


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


@dataclass(frozen=True)
class Source:
    """What to download, and whom to ask about it.

    Attributes:
        id: The file's id.
        content: The call for its bytes, streamed.
        metadata: The call for its metadata, the independent witness of its size.
    """

    id: str
    content: Call[Reply]
    metadata: Call[FileResponse]


def download(source: Source, destination: Path, meter: Meter, policy: Policy) -> Flow[FileObject]:
    """Download a file to ``destination``, whole or not at all.

    Raises:
        DownloadError: The bytes that came are not the whole file.
        OutputError: The destination cannot be written.
        APIError: The API did not give the file.
    """
    partial = PartialFile(destination)
    try:
        if not (yield Work(partial.acquire)):
            log.info("waiting for another download to %s", destination)
            while not (yield Work(partial.acquire)):
                yield Sleep(_LOCK_POLL)
        yield Work(partial.start)
        yield from _whole(source, partial, meter, policy)
        size = yield Work(partial.commit)
    finally:
        partial.release()
    meter.finish()
    return FileObject("local", source.id, str(destination), size)


def _whole(source: Source, partial: PartialFile, meter: Meter, policy: Policy) -> Flow[None]:
    attempt = 0
    while True:
        # The retries of a call end where its body begins; those of the body are counted here, so
        # that both together stay within max_retries.
        rest = replace(policy, max_retries=policy.max_retries - attempt)
        reply, head = yield from open_content(source, rest)
        if head.size is not None:
            size = head.size
            yield Work(lambda size=size: partial.reserve(size))  # type: ignore[misc]  # bound now
        meter.start(head.size)
        counted = _Counted(partial.write)
        try:
            yield Receive(reply, head.encoding is not None, counted, meter.advance)
        except errors.APIConnectionError as error:
            yield Close(reply)
            if attempt >= policy.max_retries:
                raise cut_off(source.id, head, reply, error) from error
            wait = retry.backoff(attempt, policy.chance())
            attempt += 1
            log.info("%s: cut off, again from the start in %.1f s (%s)", source.id, wait, error)
            yield Sleep(wait)
            yield Work(partial.start)
            continue
        yield Close(reply)
        yield from check_whole(source, head, reply.received, counted.written, policy)
        return


def open_content(source: Source, policy: Policy) -> Flow[tuple[Reply, plan.Head]]:
    """Ask for the bytes, up to where they begin.

    Raises:
        DownloadError: The answer promises no whole file.
    """
    reply = yield from send(source.content, policy)
    try:
        return reply, plan.read_head(reply.status, reply.headers)
    except plan.UnusableHeadError as error:
        yield Close(reply)
        raise errors.DownloadError(
            f"file {source.id}: {error} (from {reply.url}).", id=source.id
        ) from None


def check_whole(
    source: Source, head: plan.Head, wire: int, written: int, policy: Policy
) -> Flow[None]:
    """Believe that a body is whole, or raise.

    Raises:
        DownloadError: It is not; both sizes are named.
    """
    witness = None
    if head.needs_witness and (head.length is None or wire == head.length):
        witness = yield from _witness(source, policy)
    verdict = plan.judge(head, wire=wire, written=written, witness=witness)
    if verdict.problem is not None:
        raise _incomplete(source.id, verdict.problem, verdict.expected, verdict.received)


def _witness(source: Source, policy: Policy) -> Flow[int | None]:
    try:
        file = yield from fetch(source.metadata, policy)
    except (errors.NotFoundError, errors.PermissionDeniedError):
        return None
    size = file.bytes_
    return size if isinstance(size, int) and size >= 0 else None


def cut_off(
    id: str, head: plan.Head, reply: Reply, error: errors.APIConnectionError
) -> errors.DownloadError:
    """Make the error of a body that broke off."""
    return _incomplete(id, f"the connection was cut ({error})", head.length, reply.received)


def _incomplete(id: str, problem: str, expected: int | None, received: int) -> errors.DownloadError:
    meant = "an unknown number of" if expected is None else expected
    return errors.DownloadError(
        f"file {id} did not come whole: {received} of {meant} bytes; {problem}. "
        "Nothing was kept; download it again.",
        id=id,
        expected=expected,
        received=received,
    )


class _Counted:
    """Counts the bytes that pass, which after decoding are not those of the wire."""

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self._write = write
        self.written = 0

    def __call__(self, data: bytes) -> None:
        self._write(data)
        self.written += len(data)

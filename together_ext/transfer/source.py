"""Whom to ask for a file's bytes, and what to do with their answers up to where the bytes begin."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from .. import calls, errors, origins, retry
from ..calls import Call, Policy, fetch, send
from ..flow import Close, Flow, Reply
from ..records import dataclass, replace
from . import plan
from .journal import Identity

if TYPE_CHECKING:
    from together_openapi.models import FileResponse

# Answers that `plan` judges, not `calls`.
_JUDGED = plan.EXPIRED | {404, 412, 416}


@dataclass(frozen=True)
class Source:
    """What to download, and whom to ask about it.

    Attributes:
        identity: The API's base URL and the file's id.
        content: Makes, of an id, the call for the bytes, streamed.
        metadata: Makes the call for the metadata, the independent witness of the size.
    """

    identity: Identity
    content: Callable[[str], Call[Reply]]
    metadata: Callable[[str], Call[FileResponse]]

    @property
    def id(self) -> str:
        """The file's id."""
        return self.identity.id


class Door:
    """The way to the bytes: through the API, and then by the signed URL that it redirected to.

    Shared by all connections of one download.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self._base = source.identity.origin
        self._content = replace(source.content(source.id), accept=_JUDGED)
        self._signed: str | None = None

    @property
    def operation(self) -> str:
        """The name of the operation, for errors."""
        return self._content.operation

    def ask(self, ask: plan.Ask, policy: Policy, read_timeout: float | None) -> Flow[Reply]:
        """Ask for bytes.

        Raises:
            APIError: No answer, or one that is not a matter of this file.
        """
        call, more = self._content, ask.headers()
        if read_timeout != call.read_timeout:
            call = self._content = replace(call, read_timeout=read_timeout)
        if more or self._signed is not None:
            headers = {**call.kwargs.get("headers", {}), **more}
            kwargs = {**call.kwargs, "headers": headers}
            if self._signed is not None:
                kwargs = {"method": "get", "url": self._signed, "headers": headers}
            call = replace(call, kwargs=kwargs)
        reply = yield from send(call, policy)
        if reply.status in {200, 206} and self.is_signed(reply):
            self._signed = reply.whole_url
        return reply

    def is_signed(self, reply: Reply) -> bool:
        """Whether an answer came from another origin than the API's."""
        # What begins with all of the base URL is of its origin; for the rest it is taken apart.
        if reply.url.startswith(f"{self._base}/"):
            return False
        return origins.origin(reply.url) != origins.origin(self._base)

    def renew(self) -> None:
        """Ask the API for another signed URL next time."""
        self._signed = None


Step = plan.Take | plan.Again | plan.Done | plan.Fail | plan.Witness


def judged(
    transfer: plan.Transfer, door: Door, ask: plan.Ask, reply: Reply, policy: Policy
) -> Step:
    """Have the plan say what an answer means."""
    good = reply.status in {200, 206}
    asked_to_wait = None if good else retry.retry_after(reply.headers, policy.now())
    return transfer.answered(
        ask,
        reply.status,
        reply.headers,
        signed=door.is_signed(reply),
        asked_to_wait=asked_to_wait,
    )


def answered(
    transfer: plan.Transfer, door: Door, reply: Reply, policy: Policy, step: Step
) -> Flow[plan.Take | plan.Again | plan.Done]:
    """Close an answer whose body is not wanted, and raise what it means.

    Raises:
        DownloadError: It promises no whole file.
        APIStatusError: It is an error.
    """
    if isinstance(step, plan.Take):
        return step
    yield Close(reply)
    if isinstance(step, plan.Witness):
        step = transfer.confirm((yield from witness(door.source, policy)))
    if isinstance(step, plan.Fail):
        if step.answer:
            asked_to_wait = retry.retry_after(reply.headers, policy.now())
            raise calls.status_error(door.operation, reply, asked_to_wait)
        raise failed(door.source.id, step, f" (from {reply.url})")
    if isinstance(step, plan.Again) and (step.anew or door.is_signed(reply)):
        door.renew()
    return step


def witness(source: Source, policy: Policy) -> Flow[int | None]:
    """Ask the metadata for the size; None where it says none."""
    try:
        file = yield from fetch(source.metadata(source.id), policy)
    except (errors.NotFoundError, errors.PermissionDeniedError):
        return None
    size = file.bytes_
    return size if isinstance(size, int) and size >= 0 else None


def failed(id: str, step: plan.Fail, where: str = "") -> errors.DownloadError:
    """Make the error of a download that was given up."""
    if step.expected is None and not step.received:
        return errors.DownloadError(f"file {id}: {step.why}{where}.", id=id)
    meant = "an unknown number of" if step.expected is None else step.expected
    return errors.DownloadError(
        f"file {id} did not come whole: {step.received} of {meant} bytes; {step.why}{where}. "
        "Download it again; it goes on from there where the server lets it.",
        id=id,
        expected=step.expected,
        received=step.received,
    )

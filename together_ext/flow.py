"""Control flow written once, run by a thread or by an event loop.

A *flow* is a generator. It yields what it wants done (an effect), is sent what came of it, and
returns its result; an effect that fails is raised at the ``yield``. All policy (retries, polling,
what an answer means) lives in flows. :func:`run` and :func:`arun` differ in one ``await``. It is
how ``httpx.Auth.auth_flow`` serves both of httpx's clients.

A flow never has to await its clean-up: the performer is a context manager that closes, whatever
ended the flow, the responses it left open.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from .records import dataclass, field

if TYPE_CHECKING:
    from .http.answer import RawResponse

T = TypeVar("T")

# What is sent into the generator depends on the effect, which the type system cannot say; the
# helpers in calls.py give each answer its type back.
Flow = Generator["Effect", Any, T]

EXCERPT_BYTES = 2048  # of an answer, in the message of an error
# Of a URL, in JSON or in HTML; "/" may stand there as "\/".
_QUERY = re.compile(r"""(https?:[^\s"'<>?]*\?)[^\s"'<>]+""", re.IGNORECASE)
Buffer = bytes | memoryview


@dataclass(frozen=True)
class Body:
    """A request body that can be sent again whole, from its start.

    Attributes:
        size: Bytes, sent as ``Content-Length``.
        chunks: Gives the bytes from the start, at each call anew.
        advance: Told how many bytes were handed to the connection, after each chunk.
    """

    size: int
    chunks: Callable[[], Iterator[bytes]]
    advance: Callable[[int], None]


@dataclass(frozen=True)
class Send:
    """An effect: send one request, once. Answered by a :class:`Reply`.

    Attributes:
        operation: The name used in errors.
        kwargs: ``method``, ``url`` and the rest, as the generated client gives them. A ``url``
            with a scheme is another origin's: it gets nothing but what is said here.
        stream: Leave the body of a success unread; :class:`Receive` reads it.
        body: What a PUT sends.
        read_timeout: Seconds to wait for the next byte; None for what the client is set to.
        presigned: The URL is itself the permission: nothing that tells who is asking goes along,
            not even to the API's own origin.
    """

    operation: str
    kwargs: Mapping[str, Any]
    stream: bool = False
    body: Body | None = None
    read_timeout: float | None = None
    presigned: bool = False


@dataclass(frozen=True)
class Receive:
    """An effect: hand the body of a streamed reply to ``write``, piece by piece.

    ``write`` runs in a worker thread where there is an event loop; ``advance`` never does. What
    was received is then said by ``Reply.received``.

    Attributes:
        reply: The reply, with its body unread.
        decode: Undo a ``Content-Encoding``.
        write: Takes the bytes. They may lie in a buffer that is used again: they are valid until
            it returns.
        advance: Told after each ``write`` how many bytes it took.
        room: Says how many bytes are still wanted; what comes beyond may be handed on all the same.
            None: all of them.
    """

    reply: Reply
    decode: bool
    write: Callable[[Buffer], object]
    advance: Callable[[int], None]
    room: Callable[[], int] | None = None


@dataclass(frozen=True)
class Close:
    """An effect: close a streamed reply before the flow ends."""

    reply: Reply


@dataclass(frozen=True)
class Sleep:
    """An effect: let time pass."""

    seconds: float


@dataclass(frozen=True)
class Fetch:
    """An effect: download a file to the disk. Answered by its ``FileObject``.

    Attributes:
        source: What to download, a ``transfer.Source``.
        destination: Where to, an absolute path.
    """

    source: Any
    destination: Path


@dataclass(frozen=True)
class Work:
    """An effect: call a function that blocks, out of the event loop's way if there is one."""

    function: Callable[[], Any]


@dataclass(frozen=True)
class Parallel:
    """An effect: run flows side by side, each to its end.

    Once one has failed no other is begun, those under way are stopped, and when all have ended
    the first failure is raised. They may not stream.

    Attributes:
        flows: Taken one by one, when there is room.
        width: How many run at a time, at most.
        tick: Called some ten times a second, and at the end, by whoever runs the flow around.
    """

    flows: Iterator[Flow[None]]
    width: int
    tick: Callable[[], None]


@dataclass(frozen=True)
class Undo:
    """An effect: run a flow to its end although what is around it is being cancelled.

    Attributes:
        flow: What to run. Its errors are raised like any other's.
        seconds: How long it may take in an event loop; in a thread the timeouts bound it.
    """

    flow: Flow[Any]
    seconds: float


Effect = Send | Receive | Close | Sleep | Work | Fetch | Parallel | Undo


@dataclass
class Reply:
    """An HTTP answer, as far as policy cares.

    Attributes:
        status: The status as a number; the API may send one that Python has no name for.
        headers: By their names in lower case.
        url: Where it came from, without its query, which may be a signature.
        whole_url: The same with its query: to ask again or to resolve against, never to be shown.
        content: The body, empty where it is streamed.
        read: It was to be streamed, and an event hook or a mock has read it: ``content`` has it.
        raw: The answer itself, httpx's where it came by httpx.
        redact: Blots the key out of a text.
        direct: Bytes of the body where ``raw`` did not see them all pass; None where it did.
    """

    status: int
    headers: Mapping[str, str] = field(repr=False)  # a Location may be signed
    url: str
    raw: RawResponse = field(repr=False)
    whole_url: str = field(default="", repr=False)
    content: bytes = field(default=b"", repr=False)
    redact: Callable[[str], str] = field(default=lambda text: text, repr=False)
    direct: int | None = field(default=None, repr=False)
    read: bool = field(default=False, repr=False)

    @property
    def request_id(self) -> str | None:
        """The id by which the API's support finds this request."""
        return self.headers.get("x-request-id") or self.headers.get("request-id")

    @property
    def received(self) -> int:
        """Bytes of the body that came over the wire, before any decoding."""
        return self.raw.num_bytes_downloaded if self.direct is None else self.direct

    def excerpt(self) -> str:
        """Return the beginning of the body as text fit for an error message."""
        return self.shown(self.content[:EXCERPT_BYTES].decode("utf-8", "replace").strip())

    def shown(self, text: str) -> str:
        """Return a text of the server's without the key, and its URLs without their queries.

        An answer that begins an upload is full of URLs that are permissions to write.
        """
        return _QUERY.sub(r"\1[query]", self.redact(text))


class Performer(Protocol):
    """Does what a flow asks for; see ``http.Session``."""

    def perform(self, effect: Effect) -> Any:
        """Do one thing and return what came of it."""


class AsyncPerformer(Protocol):
    """Does what a flow asks for; see ``http.AsyncSession``."""

    async def perform(self, effect: Effect) -> Any:
        """Do one thing and return what came of it."""


def run(flow: Flow[T], performer: Performer) -> T:
    """Drive a flow in this thread and return its result."""
    try:
        effect = next(flow)
        while True:
            try:
                result = performer.perform(effect)
            except BaseException as error:  # Ctrl-C too: the flow tidies up, then it goes on up
                effect = flow.throw(error)
                continue
            try:
                effect = flow.send(result)
            except KeyboardInterrupt as error:
                if getattr(flow, "gi_frame", None) is None:  # it has heard of it, and ended
                    raise
                effect = flow.throw(error)  # Ctrl-C came just before or after
    except StopIteration as stop:
        value: T = stop.value
        return value


async def arun(flow: Flow[T], performer: AsyncPerformer) -> T:
    """Drive a flow in this event loop and return its result."""
    try:
        effect = next(flow)
        while True:
            try:
                result = await performer.perform(effect)
            except BaseException as error:  # cancellation too: the flow tidies up, then it goes on
                effect = flow.throw(error)
            else:
                effect = flow.send(result)
    except StopIteration as stop:
        value: T = stop.value
        return value

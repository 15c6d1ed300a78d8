"""Control flow written once, run by a thread or by an event loop.

A *flow* is a generator. It yields what it wants done (an effect), is sent what came of it, and
returns its result; an effect that fails is raised at the ``yield``. All policy (retries, polling,
what an answer means) lives in flows. :func:`run` and :func:`arun` differ in one ``await``. It is
how ``httpx.Auth.auth_flow`` serves both of httpx's clients.

A flow never has to await its clean-up: the performer is a context manager that closes, whatever
ended the flow, the responses it left open.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from .http import RawResponse

T = TypeVar("T")

# What is sent into the generator depends on the effect, which the type system cannot say; the
# helpers in calls.py give each answer its type back.
Flow = Generator["Effect", Any, T]

EXCERPT_BYTES = 2048


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
    """

    operation: str
    kwargs: Mapping[str, Any]
    stream: bool = False
    body: Body | None = None


@dataclass(frozen=True)
class Receive:
    """An effect: hand the body of a streamed reply to ``write``, piece by piece.

    ``write`` runs in a worker thread where there is an event loop; ``advance`` never does. What
    was received is then said by ``Reply.received``.

    Attributes:
        reply: The reply, with its body unread.
        decode: Undo a ``Content-Encoding``.
        write: Takes the bytes.
        advance: Told after each ``write`` how many bytes it took.
    """

    reply: Reply
    decode: bool
    write: Callable[[bytes], object]
    advance: Callable[[int], None]


@dataclass(frozen=True)
class Close:
    """An effect: close a streamed reply before the flow ends."""

    reply: Reply


@dataclass(frozen=True)
class Sleep:
    """An effect: let time pass."""

    seconds: float


@dataclass(frozen=True)
class Work:
    """An effect: call a function that blocks, out of the event loop's way if there is one."""

    function: Callable[[], Any]


Effect = Send | Receive | Close | Sleep | Work


@dataclass
class Reply:
    """An HTTP answer, as far as policy cares.

    Attributes:
        status: The status as a number; the API may send one that Python has no name for.
        headers: Case-insensitive.
        url: Where it came from, without its query, which may be a signature.
        content: The body, empty where it is streamed.
        raw: The httpx response.
        redact: Blots the key out of a text.
    """

    status: int
    headers: Mapping[str, str]
    url: str
    raw: RawResponse = field(repr=False)
    content: bytes = field(default=b"", repr=False)
    redact: Callable[[str], str] = field(default=lambda text: text, repr=False)

    @property
    def request_id(self) -> str | None:
        """The id by which the API's support finds this request."""
        return self.headers.get("x-request-id") or self.headers.get("request-id")

    @property
    def received(self) -> int:
        """Bytes of the body that came over the wire, before any decoding."""
        return self.raw.num_bytes_downloaded

    def excerpt(self) -> str:
        """Return the beginning of the body as text fit for an error message."""
        text = self.content[:EXCERPT_BYTES].decode("utf-8", "replace").strip()
        return self.redact(text)


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
            else:
                effect = flow.send(result)
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

"""What is sent and to whom, and what is kept of the answer."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

import anyio.to_thread
import httpx

from .. import origins
from .._version import __version__
from ..flow import EXCERPT_BYTES, Body, Reply, Send
from ..settings import Secret

RawResponse = httpx.Response
USER_AGENT = f"together-ext/{__version__}"


@dataclass(frozen=True)
class Target:
    """Whom the requests go to, and with what.

    Attributes:
        base_url: With ``/v1``, without a slash at its end.
        key: Sent to this origin only.
        timeout: Seconds without a byte, an ``httpx.Timeout``, or None to leave it to the client.
    """

    base_url: str
    key: Secret
    timeout: float | httpx.Timeout | None


class SignedURL(httpx.URL):
    """A URL whose query may be a permission: it is sent with it and shown without.

    httpx logs the URL of each request, at INFO, and shows it in the repr of requests and errors;
    so do event hooks.
    """

    def __str__(self) -> str:
        return origins.without_query(self.reveal())

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        return httpx.URL(self) == other

    def __hash__(self) -> int:
        return hash(httpx.URL(self))

    def reveal(self) -> str:
        """Return all of it."""
        return str(httpx.URL(self))


def build(
    client: httpx.Client | httpx.AsyncClient,
    effect: Send,
    target: Target,
    content: Iterator[bytes] | AsyncIterator[bytes] | None,
    *,
    defaults: Mapping[str, str] | None = None,
) -> httpx.Request:
    """Build the request of an effect. The key goes to the API's own origin and nowhere else.

    Args:
        client: The client that sends it, or whose transport does.
        effect: What to send.
        target: Whom to.
        content: The body, where it is not in the effect's ``kwargs``.
        defaults: The headers of a client of our own making, which adds nothing else.
    """
    kwargs = dict(effect.kwargs)
    method, url = kwargs.pop("method"), kwargs.pop("url")
    headers = dict(kwargs.pop("headers", None) or {})
    headers["User-Agent"] = USER_AGENT
    if effect.body is not None:
        headers["Content-Length"] = str(effect.body.size)
    timeout = client.timeout if target.timeout is None else httpx.Timeout(target.timeout)
    if effect.read_timeout is not None:
        timeout = httpx.Timeout(timeout)
        timeout.read = effect.read_timeout
    ours = own = True
    if "://" in url:
        # Not made here, so there is no telling what its query is.
        ours, own = origins.origin(url) == origins.origin(target.base_url), False
    else:
        url = target.base_url + url
    extensions = {"timeout": timeout.as_dict()}
    if effect.presigned or not ours:
        # Built bare: the defaults of the caller's own httpx client (headers, cookies, parameters)
        # are meant for the API, and may hold a credential.
        request = httpx.Request(
            method, url, headers=headers, content=content, extensions=extensions
        )
        request.url = SignedURL(request.url)
        return request
    if defaults is not None:
        headers = {**defaults, **{name.lower(): value for name, value in headers.items()}}
        # Into httpx's own headers, below too, whose repr hides it: a dict of ours would show it in
        # a traceback that prints local variables.
        request = httpx.Request(
            method, url, headers=headers, content=content, extensions=extensions, **kwargs
        )
    else:
        request = client.build_request(
            method, url, headers=headers, content=content, extensions=extensions, **kwargs
        )
    if not own:
        request.url = SignedURL(request.url)
    request.headers["Authorization"] = f"Bearer {target.key.reveal()}"
    return request


def read_reply(raw: httpx.Response, target: Target, content: bytes) -> Reply:
    """Keep of an answer what policy cares for."""
    url = raw.request.url
    whole_url = origins.Location(url.reveal() if isinstance(url, SignedURL) else str(url))
    return Reply(
        status=raw.status_code,
        # As a dict: httpx's own goes through all of them at each look, and there are twenty.
        headers=dict(raw.headers.items()),
        url=origins.without_query(whole_url),
        whole_url=whole_url,
        content=content,
        raw=raw,
        redact=target.key.redact,
    )


# Of an error's body only the beginning is read: it may be endless. One that is cut off is still an
# error with a status, which says more than "the connection was cut".
_EXCERPT_READ = 8 * EXCERPT_BYTES


def excerpt(raw: httpx.Response) -> bytes:
    """Read the beginning of an error's body."""
    found = b""
    with suppress(httpx.HTTPError):
        for chunk in raw.iter_bytes():
            found += chunk
            if len(found) >= _EXCERPT_READ:
                break
    return found


async def aexcerpt(raw: httpx.Response) -> bytes:
    """Read the beginning of an error's body."""
    found = b""
    with suppress(httpx.HTTPError):
        async for chunk in raw.aiter_bytes():
            found += chunk
            if len(found) >= _EXCERPT_READ:
                break
    return found


def outgoing(body: Body, go_on: Callable[[], None]) -> Generator[bytes, None, None]:
    """Give the bytes of a body once, counting those that are gone.

    Args:
        body: The body.
        go_on: Raises where no more of it is to be sent.
    """
    for chunk in body.chunks():
        go_on()
        yield chunk
        body.advance(len(chunk))


async def aoutgoing(body: Body) -> AsyncGenerator[bytes, None]:
    """Give the bytes of a body once, read out of the event loop's way."""
    chunks = body.chunks()
    while chunk := await anyio.to_thread.run_sync(next, chunks, b""):
        yield chunk
        body.advance(len(chunk))

"""Requests that httpx makes: for clients and hooks of the caller's, mocks, and event loops.

Also for our own connections, where a URL or a body is one that httpx knows how to put right.
"""

from __future__ import annotations

from . import _lean as _lean  # isort: skip
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import suppress

import httpx

from .. import origins
from ..flow import Reply, Send
from .message import Request, Timeouts
from .requests import EXCERPT_READ, Asked, Target, asked, defaults
from .transport import of_httpx


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
) -> httpx.Request:
    """Build the request of an effect. The key goes to the API's own origin and nowhere else.

    Args:
        client: The client that sends it.
        effect: What to send.
        target: Whom to.
        content: The body, where it is not in the effect's ``kwargs``.
    """
    ask = asked(effect, target)
    timeout = client.timeout if target.timeout is None else httpx.Timeout(target.timeout)
    if effect.read_timeout is not None:
        timeout = httpx.Timeout(timeout)
        timeout.read = effect.read_timeout
    extensions = {"timeout": timeout.as_dict()}
    if ask.bare:
        # Built bare: the defaults of the caller's own httpx client (headers, cookies, parameters)
        # are meant for the API, and may hold a credential.
        request = httpx.Request(
            ask.method, ask.url, headers=ask.headers, content=content, extensions=extensions
        )
        request.url = SignedURL(request.url)
        return request
    request = client.build_request(
        ask.method,
        ask.url,
        headers=ask.headers,
        content=content,
        extensions=extensions,
        **ask.more,
    )
    if not ask.made_here:
        request.url = SignedURL(request.url)
    request.headers["Authorization"] = f"Bearer {target.key.reveal()}"
    return request


def build_plain(ask: Asked, content: Iterable[bytes] | None, timeouts: Timeouts) -> Request:
    """Build a request for this library's own connections, but for the key."""
    return of_httpx(
        httpx.Request(
            ask.method,
            ask.url,
            headers=defaults(ask),
            content=content,
            extensions={"timeout": timeouts},
            **({} if ask.bare else ask.more),
        )
    )


def read_reply(raw: httpx.Response, target: Target, content: bytes | None) -> Reply:
    """Keep of an answer what policy cares for.

    Args:
        raw: The answer.
        target: Whom it is of.
        content: Its body; None where that is streamed.
    """
    # A hook may read it, and a mock that is given bytes has.
    read = content is None and raw.is_stream_consumed
    if read or content is None:
        content = raw.content if read else b""
    asked_for = raw.request.url
    url = origins.Location(
        asked_for.reveal() if isinstance(asked_for, SignedURL) else str(asked_for)
    )
    return Reply(
        status=raw.status_code,
        # As a dict: httpx's own goes through all of them at each look, and there are twenty.
        headers=dict(raw.headers.items()),
        url=origins.without_query(url),
        whole_url=url,
        content=content,
        raw=raw,
        redact=target.key.redact,
        direct=len(content) if read else None,
        read=read,
    )


def response(reply: Reply) -> httpx.Response:
    """Return the httpx response of a reply that came by httpx."""
    if not isinstance(reply.raw, httpx.Response):
        raise TypeError("this answer did not come by httpx")
    return reply.raw


def send(client: httpx.Client, request: httpx.Request) -> httpx.Response:
    """Send a request as it is; the body of the answer is unread."""
    return client.send(request, stream=True, auth=None, follow_redirects=False)


def excerpt(raw: httpx.Response) -> bytes:
    """Read the beginning of an error's body."""
    found = b""
    with suppress(httpx.HTTPError):
        for chunk in raw.iter_bytes():
            found += chunk
            if len(found) >= EXCERPT_READ:
                break
    return found


async def aexcerpt(raw: httpx.Response) -> bytes:
    """Read the beginning of an error's body."""
    found = b""
    with suppress(httpx.HTTPError):
        async for chunk in raw.aiter_bytes():
            found += chunk
            if len(found) >= EXCERPT_READ:
                break
    return found

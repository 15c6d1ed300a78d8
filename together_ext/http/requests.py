"""What is sent and to whom, and what is kept of the answer."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Generator, Iterator
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


def build(
    client: httpx.Client | httpx.AsyncClient,
    effect: Send,
    target: Target,
    content: Iterator[bytes] | AsyncIterator[bytes] | None,
) -> httpx.Request:
    """Build the request of an effect. The key goes to the API's own origin and nowhere else."""
    kwargs = dict(effect.kwargs)
    url = kwargs.pop("url")
    headers = dict(kwargs.pop("headers", None) or {})
    headers["User-Agent"] = USER_AGENT
    if effect.body is not None:
        headers["Content-Length"] = str(effect.body.size)
    timeout = client.timeout if target.timeout is None else httpx.Timeout(target.timeout)
    if "://" not in url:
        url = target.base_url + url
    if origins.origin(url) != origins.origin(target.base_url):
        # Built bare: the defaults of the caller's own httpx client (headers, cookies, parameters)
        # are meant for the API, and may hold a credential.
        return httpx.Request(
            kwargs.pop("method"),
            url,
            headers=headers,
            content=content,
            extensions={"timeout": timeout.as_dict()},
        )
    request = client.build_request(
        kwargs.pop("method"), url, headers=headers, content=content, timeout=timeout, **kwargs
    )
    # Into httpx's own headers, whose repr hides it: a dict of ours would show it in a traceback
    # that prints local variables.
    request.headers["Authorization"] = f"Bearer {target.key.reveal()}"
    return request


def read_reply(raw: httpx.Response, target: Target, content: bytes) -> Reply:
    """Keep of an answer what policy cares for."""
    return Reply(
        status=raw.status_code,
        headers=raw.headers,
        url=origins.without_query(str(raw.request.url)),
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


def outgoing(body: Body) -> Generator[bytes, None, None]:
    """Give the bytes of a body once, counting those that are gone."""
    for chunk in body.chunks():
        yield chunk
        body.advance(len(chunk))


async def aoutgoing(body: Body) -> AsyncGenerator[bytes, None]:
    """Give the bytes of a body once, read out of the event loop's way."""
    chunks = body.chunks()
    while chunk := await anyio.to_thread.run_sync(next, chunks, b""):
        yield chunk
        body.advance(len(chunk))

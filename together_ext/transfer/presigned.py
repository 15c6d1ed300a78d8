"""Bytes to a presigned URL: who may be trusted as a target, and what its answer means."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from .. import errors, origins
from ..calls import Call, Policy, send
from ..flow import Body, Flow, Reply, Work
from .content import Content

# Of the headers that the API wants sent along, those that would tell who is asking, or frame the
# body otherwise than it is.
_OURS = {
    "authorization",
    "cookie",
    "host",
    "content-length",
    "transfer-encoding",
    "connection",
    "user-agent",
}
# Google's store counts what it was sent; others say nothing of it.
_STORED = "x-goog-stored-content-length"

Origin = tuple[str, str, int | None]


class ExpiredError(Exception):
    """The storage does not accept the URL (any more), or knows no such upload."""

    def __init__(self, reason: errors.APIStatusError) -> None:
        super().__init__(str(reason))
        self.reason = reason


def check_target(
    label: str, api: str, location: str | None, known: dict[Origin, list[str]] | None = None
) -> Flow[str]:
    """Return where the API wants bytes to be put, if they may be put there.

    Args:
        label: What is uploaded.
        api: The URL that said so.
        location: What it said.
        known: Addresses that were looked up before. A look-up can take seconds (behind a proxy
            often all that the resolver has), and 250 parts go to one host.

    Raises:
        UploadError: It is no URL, an insecure one, a cloud's metadata or this machine itself.
    """
    try:
        url = origins.follow(api, location)
        known = {} if known is None else known
        for one in (url, api):
            if origins.origin(one) not in known:
                known[origins.origin(one)] = yield Work(partial(_resolve, one))
        own = known[origins.origin(api)]
        local = origins.is_loopback(api) or any(map(origins.is_loopback_address, own))
        origins.check_addresses(url, known[origins.origin(url)], local=local)
    except ValueError as error:
        raise errors.UploadError(
            f"{label} was not uploaded: the place that the API names for it is not used: {error}.",
            path=label,
        ) from None
    return url


def headers_of(given: object) -> dict[str, str]:
    """Return the headers that the API wants sent along, of a model of the generated client.

    Raises:
        ValueError: One of them can stand in no request.
    """
    found = getattr(given, "additional_properties", {})
    headers = {str(name): str(value) for name, value in found.items()}
    if not "".join([*headers, *headers.values()]).isascii():
        raise ValueError("a header that is not ASCII")
    return headers


def put(
    content: Content,
    start: int,
    stop: int,
    *,
    url: str,
    headers: Mapping[str, str],
    begin: Callable[[], None],
    advance: Callable[[int], None],
    policy: Policy,
) -> Flow[Reply]:
    """Send a slice, again from its start at every retry.

    Args:
        content: What is uploaded.
        start: The slice's first byte.
        stop: The byte after its last.
        url: Where to, checked.
        headers: What the API wants sent along.
        begin: Told that an attempt begins.
        advance: Told how many bytes left.
        policy: How often it is tried.

    Raises:
        ExpiredError: 403 or 404.
        UploadError: The storage refused it otherwise, or stored another number of bytes, or it was
            not the storage that answered.
        APIConnectionError: No whole answer came.
    """

    def chunks() -> Iterator[bytes]:
        # Called anew for each attempt, so that a retry sends the slice from its start and not from
        # wherever the attempt before had come to.
        begin()
        return content.chunks(start, stop)

    kept = {name: value for name, value in headers.items() if name.lower() not in _OURS}
    call = Call(
        "put_content",
        {"method": "put", "url": url, "headers": kept},
        parse=lambda reply: reply,
        body=Body(stop - start, chunks, advance),
        presigned=True,
    )
    try:
        reply = yield from send(call, policy)
    except errors.APIStatusError as error:
        if error.status in {403, 404}:
            raise ExpiredError(error) from error
        raise refused(content, error) from error
    if reply.content.lstrip()[:1] == b"<":
        # A storage has nothing to say here. What stands between, and lets no file out, has, and
        # some of it says 200.
        raise errors.UploadError(
            f"{content.label} was not uploaded: a page came where the storage's answer was due. "
            f"Is a proxy in between? It begins: {' '.join(reply.excerpt()[:200].split())!r}.",
            path=content.label,
            expected=stop - start,
        )
    stored = reply.headers.get(_STORED)
    encoding = reply.headers.get("x-goog-stored-content-encoding", "identity")
    if stored is not None and encoding == "identity" and stored != str(stop - start):
        raise errors.UploadError(
            f"{content.label} did not arrive whole: the storage says that it has {stored} bytes "
            f"of {stop - start}. Upload it again.",
            path=content.label,
            expected=stop - start,
            received=int(stored) if stored.isascii() and stored.isdecimal() else None,
        )
    return reply


def refused(content: Content, error: errors.APIStatusError) -> errors.UploadError:
    """Make the error of a content that the storage does not take."""
    return errors.UploadError(
        f"{content.label} was not uploaded: the storage refused it ({error.status}: "
        f"{' '.join(error.body[:200].split())}). Upload it again.",
        path=content.label,
        expected=content.size,
    )


def _resolve(url: str) -> list[str]:
    """Return the addresses of a URL's host; none where they cannot be asked, as behind a proxy."""
    _, host, port = origins.origin(url)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return [str(entry[4][0]) for entry in found]

"""What is sent and to whom, and what is kept of the answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from .. import origins
from .._version import __version__
from ..flow import EXCERPT_BYTES, Body, Reply, Send
from ..records import dataclass
from ..settings import CONNECT_TIMEOUT, READ_TIMEOUT, Secret
from .answer import Answer
from .faults import LocalProtocolError, RemoteProtocolError, WireError
from .message import Place, RawHeaders, Request, Timeouts, read_url

if TYPE_CHECKING:
    import httpx

USER_AGENT = f"together-ext/{__version__}"

# What every request to the API says, as httpx's clients do. The encodings are those of `decoding`.
_DEFAULTS = {
    "accept": "*/*",
    "accept-encoding": "gzip, deflate",
    "connection": "keep-alive",
}


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


@dataclass(frozen=True)
class Asked:
    """A request as far as it is the same for every kind of client.

    Attributes:
        method: As the generated client names it.
        url: Where it goes, absolute.
        headers: What is said beyond what a client says by itself; never the key.
        more: ``json``, ``data`` and the like.
        bare: Nothing goes along that is meant for the API.
        made_here: The URL is this library's own, so that its query is no permission.
    """

    method: str
    url: str
    headers: dict[str, str]
    more: dict[str, Any]
    bare: bool
    made_here: bool


def asked(effect: Send, target: Target) -> Asked:
    """Return what an effect asks for. The key goes to the API's own origin and nowhere else."""
    more = dict(effect.kwargs)
    method, url = more.pop("method"), more.pop("url")
    headers = dict(more.pop("headers", None) or {})
    headers["User-Agent"] = USER_AGENT
    if effect.body is not None:
        headers["Content-Length"] = str(effect.body.size)
    ours = own = True
    if "://" in url:
        # Not made here, so there is no telling what its query is.
        ours, own = origins.origin(url) == origins.origin(target.base_url), False
    else:
        url = target.base_url + url
    return Asked(method, url, headers, more, effect.presigned or not ours, own)


def whole_url(effect: Send, target: Target) -> origins.Location:
    """Return where an effect goes, as it was asked for; not to be shown."""
    url: str = effect.kwargs["url"]
    return origins.Location(url if "://" in url else target.base_url + url)


def timeouts(given: float | httpx.Timeout | None, read: float | None) -> Timeouts:
    """Return the timeouts of a request.

    Args:
        given: What the client was told.
        read: Seconds to wait for the next byte, where the request has its own.
    """
    if given is None:
        found: Timeouts = dict.fromkeys(("read", "write", "pool"), READ_TIMEOUT)
        found["connect"] = CONNECT_TIMEOUT
    elif isinstance(given, (int, float)):
        found = dict.fromkeys(("connect", "read", "write", "pool"), given)
    else:
        found = dict(given.as_dict())
    if read is not None:
        found["read"] = read
    return found


def build(effect: Send, target: Target, content: Iterable[bytes] | None) -> Request:
    """Build the request of an effect for this library's own connections.

    Args:
        effect: What to send.
        target: Whom to.
        content: The body, where it is not in the effect's ``kwargs``.
    """
    ask = asked(effect, target)
    seconds = timeouts(target.timeout, effect.read_timeout)
    place, encoded = read_url(ask.url), _encoded({} if ask.bare else ask.more)
    if place is None or encoded is None:
        from .by_httpx import build_plain

        request = build_plain(ask, content, seconds)
    else:
        body, kind = encoded
        request = Request(
            ask.method.upper(),
            ask.url,
            place,
            _headers(ask, place, kind, len(body)),
            (body,) if content is None else content,
            seconds,
        )
    if not ask.bare:
        request.headers.append((b"Authorization", b"Bearer " + target.key.reveal().encode()))
    return request


def defaults(ask: Asked) -> dict[str, str]:
    """Return all headers of a request but those that follow from its URL and its body."""
    lower = {name.lower(): value for name, value in ask.headers.items()}
    return lower if ask.bare else {**_DEFAULTS, **lower}


def _headers(ask: Asked, place: Place, kind: str, size: int) -> RawHeaders:
    headers = {"host": place.authority, **defaults(ask)}
    if kind or ask.method.upper() in {"POST", "PUT", "PATCH"}:
        headers.setdefault("content-length", str(size))
    if kind:
        headers.setdefault("content-type", kind)
    try:
        return [
            (name.title().encode("ascii"), text.encode("ascii")) for name, text in headers.items()
        ]
    except UnicodeEncodeError as error:
        raise LocalProtocolError("a header holds what is not ASCII") from error


def _encoded(more: Mapping[str, Any]) -> tuple[bytes, str] | None:
    """Return the body of a request, and its type; None where httpx is to make it."""
    if not more:
        return b"", ""
    name, value = next(iter(more.items()))
    if len(more) > 1 or value is None:
        return None
    if name == "json":
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        return text.encode(), "application/json"
    if name == "data" and isinstance(value, Mapping) and value:
        texts = [
            text for part in value.values() for text in (part if isinstance(part, list) else [part])
        ]
        if all(type(text) is str for text in texts):
            return urlencode(value, doseq=True).encode(), "application/x-www-form-urlencoded"
    return None


def read_reply(answer: Answer, target: Target) -> Reply:
    """Keep of an answer what policy cares for."""
    url = answer.request.url
    return Reply(
        status=answer.status_code,
        headers=answer.headers,
        url=origins.without_query(url),
        whole_url=url,
        content=answer.content,
        raw=answer,
        redact=target.key.redact,
    )


# Of an error's body only the beginning is read: it may be endless. One that is cut off is still an
# error with a status, which says more than "the connection was cut".
EXCERPT_READ = 8 * EXCERPT_BYTES


def excerpt(answer: Answer) -> None:
    """Read the beginning of an error's body."""
    with suppress(WireError):
        for chunk in answer.iter_bytes():
            answer.content += chunk
            if len(answer.content) >= EXCERPT_READ:
                break


def check_sent(content: object) -> None:
    """Refuse a success that came before the body was sent to its end: its rest went nowhere.

    Args:
        content: The generator, async or not, that gave the body.

    Raises:
        RemoteProtocolError: It has more to give.
    """
    # One that has ended has no frame.
    if getattr(content, "gi_frame", None) or getattr(content, "ag_frame", None):
        raise RemoteProtocolError("the other side said that all is well before it had the body")


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

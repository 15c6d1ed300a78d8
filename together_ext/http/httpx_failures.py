"""httpx's errors: what they mean for a request, and those of this library's own as httpx's.

For clients and hooks of the caller's, mocks, proxies and event loops.
"""

from __future__ import annotations

from . import _lean as _lean  # isort: skip
import httpcore
import httpx

from .faults import TimedOut, WireError

# Not all are HTTPErrors in httpx: a Location may hold what is no URL, and an event hook may use up
# the stream of a body.
FAILURES = (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError)

# Raised before the first byte of the request is written, so that it cannot have been acted on.
_NEVER_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
)

CORE_ERRORS = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
    httpcore.UnsupportedProtocol,
)


def judge(error: Exception) -> tuple[bool, bool, bool]:
    """Say of one of ``FAILURES`` what it means.

    Returns:
        Whether the request can have been sent, whether the time was up, and whether it may be tried
        again.
    """
    return (
        not isinstance(error, _NEVER_SENT),
        isinstance(error, httpx.TimeoutException),
        not isinstance(error, (httpx.InvalidURL, httpx.StreamError)),
    )


def as_httpx(error: Exception) -> httpx.HTTPError:
    """Return httpx's error of the same name as one of ours or of httpcore's."""
    for kind in type(error).__mro__:
        found = getattr(httpx, kind.__name__, None)
        if isinstance(found, type) and issubclass(found, httpx.RequestError):
            return found(str(error))
    return httpx.TransportError(str(error))


def as_core(error: WireError) -> Exception:
    """Return httpcore's error of the same name as one of ours."""
    found = getattr(httpcore, type(error).__name__, None)
    if isinstance(found, type) and issubclass(found, CORE_ERRORS):
        return found(str(error))
    kind = httpcore.TimeoutException if isinstance(error, TimedOut) else httpcore.NetworkError
    return kind(str(error))

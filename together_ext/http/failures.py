"""httpcore's errors, turned into httpx's, and httpx's, turned into this library's."""

from __future__ import annotations

import ssl

import httpcore
import httpx

from .. import origins
from ..errors import APIConnectionError, APITimeoutError, forget_frames
from ..settings import Secret

# InvalidURL is no HTTPError in httpx; a Location may hold one.
FAILURES = (httpx.HTTPError, httpx.InvalidURL)

# Raised before the first byte of the request is written, so that it cannot have been acted on.
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)


CORE_ERRORS = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
    httpcore.UnsupportedProtocol,
)


def as_httpx(error: Exception) -> httpx.HTTPError:
    """Return httpx's error of the same name as one of httpcore's."""
    for kind in type(error).__mro__:
        found = getattr(httpx, kind.__name__, None)
        if isinstance(found, type) and issubclass(found, httpx.TransportError):
            return found(str(error))
    return httpx.TransportError(str(error))


def translate(
    error: Exception, operation: str, request: httpx.Request, key: Secret
) -> APIConnectionError:
    """Make this library's error of one of httpx's.

    Args:
        error: What httpx raised.
        operation: The name of the operation.
        request: What was being sent.
        key: Blotted out of the text.
    """
    forget_frames(error)
    where = origins.without_query(str(request.url))
    # httpx's timeouts have no text of their own.
    said = key.redact(str(error)).rstrip(".") or type(error).__name__
    sent = not isinstance(error, _NEVER_SENT)
    if isinstance(error, httpx.TimeoutException):
        doing = "connecting" if not sent else "waiting for the other side"
        return APITimeoutError(
            f"{operation}: timed out {doing} ({where}: {said}). timeout= sets the limit.",
            operation=operation,
            sent=sent,
        )
    certificate = _certificate_error(error)
    advice = "Check the network and base_url."
    if certificate:
        advice = "The certificate is not trusted here; SSL_CERT_FILE can name one that is."
    what = f"no whole answer from {where}" if sent else f"cannot connect to {where}"
    return APIConnectionError(
        f"{operation}: {what}: {said}. {advice}",
        operation=operation,
        sent=sent,
        retryable=not certificate and not isinstance(error, httpx.InvalidURL),
    )


def broken_off(operation: str) -> APIConnectionError:
    """Make the error of what was broken off from this side."""
    return APIConnectionError(
        f"{operation}: broken off from this side.", operation=operation, sent=True, retryable=False
    )


def _certificate_error(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False

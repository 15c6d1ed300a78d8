"""The errors of the wire, turned into this library's."""

from __future__ import annotations

import sys

from .. import origins
from ..errors import APIConnectionError, APITimeoutError, forget_frames
from ..flow import Reply
from ..settings import Secret
from .faults import TimedOut, WireError
from .proxy_named import proxy_named


def failures() -> tuple[type[Exception], ...]:
    """Return the errors that mean that no whole answer came: httpx's too, where it is loaded.

    To be called in an ``except``, which asks only when something was raised.
    """
    if "httpx" not in sys.modules:
        return (WireError,)
    from .httpx_failures import FAILURES

    return (WireError, *FAILURES)


def translate(error: Exception, operation: str, url: str, key: Secret) -> APIConnectionError:
    """Make this library's error of one of :func:`failures`.

    Args:
        error: What was raised.
        operation: The name of the operation.
        url: What was being asked.
        key: Blotted out of the text.
    """
    forget_frames(error)
    where = origins.without_query(url)
    # httpx's timeouts have no text of their own.
    said = key.redact(str(error)).rstrip(".") or type(error).__name__
    proxy = proxy_named(url)
    by = "" if proxy is None else f" The proxy that the environment names for it is {proxy}."
    if isinstance(error, WireError):
        sent, timed_out, repeatable = error.sent, isinstance(error, TimedOut), True
    else:
        from .httpx_failures import judge

        sent, timed_out, repeatable = judge(error)
    if timed_out:
        doing = "connecting" if not sent else "waiting for the other side"
        return APITimeoutError(
            f"{operation}: timed out {doing} ({where}: {said}). timeout= sets the limit.{by}",
            operation=operation,
            sent=sent,
        )
    certificate = _certificate_error(error)
    advice = "Check the network and base_url."
    if certificate:
        advice = "The certificate is not trusted here; SSL_CERT_FILE can name one that is."
    what = f"no whole answer from {where}" if sent else f"cannot connect to {where}"
    return APIConnectionError(
        f"{operation}: {what}: {said}. {advice}{by}",
        operation=operation,
        sent=sent,
        retryable=repeatable and not certificate,
    )


def broken_off(operation: str) -> APIConnectionError:
    """Make the error of what was broken off from this side."""
    return APIConnectionError(
        f"{operation}: broken off from this side.", operation=operation, sent=True, retryable=False
    )


def read_before(reply: Reply, decode: bool) -> bytes:
    """Return the body of a reply that someone has read before.

    Raises:
        APIConnectionError: It was packed. httpx takes what ends in the middle for a whole.
    """
    if decode:
        raise APIConnectionError(
            f"receive: the body from {reply.url} was compressed, and an event hook or a mock has "
            "read it, so that no one can tell whether it is whole. Leave it unread.",
            operation="receive",
            sent=True,
            retryable=False,
        )
    return reply.content


def _certificate_error(error: BaseException | None) -> bool:
    ssl = sys.modules.get("ssl")  # without it there was no TLS
    while error is not None and ssl is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False

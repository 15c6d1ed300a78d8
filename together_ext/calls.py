"""One call of the API as a flow: send, retry, judge, parse. No I/O.

What may be sent again is decided here and nowhere else:

=====================  ==========================  ==========================================
what came              the call can be repeated    the call creates something
=====================  ==========================  ==========================================
never left this host   again                       again
429                    again                       again (it was refused)
408, 5xx               again                       ``OutcomeUnknownError``
409 lock, 425          again                       the error
303                    ``RedirectError``           ``OutcomeUnknownError``
cut off, timed out     again                       ``OutcomeUnknownError``
any other error        the error                   the error
=====================  ==========================  ==========================================
"""

from __future__ import annotations

import json
import logging
import random
import time
from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

from . import errors, origins, retry
from .flow import Body, Close, Flow, Reply, Send, Sleep
from .records import dataclass

T = TypeVar("T")
log = logging.getLogger("together_ext")

# The others of 3xx lead nowhere: 304 answers a question that was not asked, 300 names no one place.
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
LONGEST_CHAIN = 5  # redirects; a signed storage URL takes one, a load balancer before it another

_STATUS_ERRORS: dict[int, tuple[type[errors.APIStatusError], str]] = {
    400: (errors.BadRequestError, "Change the request; the same one will be refused again."),
    401: (
        errors.AuthenticationError,
        "Check TOGETHER_API_KEY; the API also says this when an account's free credit is spent.",
    ),
    403: (errors.PermissionDeniedError, "This key is not allowed to do this."),
    404: (
        errors.NotFoundError,
        "Check the id, that it belongs to this key's account, and base_url.",
    ),
    409: (errors.ConflictError, "Look at the state of the thing before trying again."),
    422: (errors.UnprocessableEntityError, "Change the request; its values are not acceptable."),
    429: (errors.RateLimitError, "Send less at once, or wait and try again."),
}


@dataclass(frozen=True)
class Call(Generic[T]):
    """One operation with its arguments.

    Attributes:
        operation: Its name in ``openapi.yaml``.
        kwargs: The request, as the generated client gives it.
        parse: Makes the result of a success.
        doubt: None where doing it twice is the same as doing it once. Else what to tell a caller
            when no one can know whether it was done.
        accept: Statuses beside 2xx that are answers to this call, not errors.
        elsewhere: Whether a redirect of a GET may lead to another origin, where the key is not
            sent. One to the same origin is always followed; one of anything else never is.
        gone_is_done: Whether a 404 means success where an earlier attempt may have done it, as for
            a DELETE whose answer was lost.
        stream: Leave the body of a success unread.
        body: What a PUT sends.
        presigned: See ``Send.presigned``.
        read_timeout: Seconds to wait for the next byte; None for what the client is set to.
    """

    operation: str
    kwargs: Mapping[str, Any]
    parse: Callable[[Reply], T]
    doubt: str | None = None
    accept: frozenset[int] = frozenset()
    elsewhere: bool = False
    gone_is_done: bool = False
    stream: bool = False
    body: Body | None = None
    presigned: bool = False
    read_timeout: float | None = None


@dataclass(frozen=True)
class Policy:
    """How calls are repeated.

    Attributes:
        max_retries: How often a call is sent again, at most.
        chance: Gives random numbers in [0, 1).
        now: Gives the seconds since the epoch.
    """

    max_retries: int
    chance: Callable[[], float] = random.random
    now: Callable[[], float] = time.time


def fetch(call: Call[T], policy: Policy) -> Flow[T]:
    """Make a call and return its parsed result."""
    reply = yield from send(call, policy)
    return call.parse(reply)


def send(call: Call[T], policy: Policy) -> Flow[Reply]:
    """Make a call and return the answer, which is a 2xx or a status that the call accepts.

    Raises:
        APIStatusError: The API answered with an error.
        APIConnectionError: No whole answer came.
        OutcomeUnknownError: The call creates something, and no one knows whether it did.
        RedirectError: It was redirected where it may not go.
    """
    attempt = 0
    perhaps_done = False
    while True:
        try:
            reply = yield from _send_once(call)
        except errors.APIConnectionError as error:
            if call.doubt is not None and error.sent:
                raise errors.OutcomeUnknownError(
                    f"{error} {call.doubt}", operation=call.operation
                ) from error
            if not error.retryable or attempt >= policy.max_retries:
                raise _with_attempts(error, attempt + 1) from error.__cause__
            reason, asked = str(error), None
            perhaps_done = perhaps_done or error.sent
        else:
            if 200 <= reply.status < 300 or reply.status in call.accept:
                return reply
            if reply.status == 404 and call.gone_is_done and perhaps_done:
                return reply
            if reply.status in _REDIRECTS and (call.doubt is None or reply.status != 303):
                raise _moved(call, reply, reply.headers.get("location", ""))
            asked = retry.retry_after(reply.headers, policy.now())
            failure = status_error(call.operation, reply, asked)
            if not _may_repeat(call, reply):
                raise failure
            if attempt >= policy.max_retries or (asked or 0) > retry.LONGEST_RETRY_AFTER:
                raise failure
            reason = str(failure)
            perhaps_done = perhaps_done or reply.status >= 500
        wait = max(asked or 0.0, retry.backoff(attempt, policy.chance()))
        log.info("%s: again in %.1f s (%s)", call.operation, wait, reason)
        attempt += 1
        yield Sleep(wait)


def _send_once(call: Call[T]) -> Flow[Reply]:
    kwargs = call.kwargs
    seen: list[str] = []
    while True:
        reply: Reply = yield Send(
            call.operation,
            kwargs,
            stream=call.stream,
            body=call.body,
            presigned=call.presigned,
            read_timeout=call.read_timeout,
        )
        if kwargs["method"] != "get" or reply.status not in _REDIRECTS:
            return reply
        # The whole URL, query and all, is needed to resolve against; Reply.url is for showing.
        url = reply.whole_url
        yield Close(reply)
        seen.append(url)
        try:
            target = origins.follow(url, reply.headers.get("location"))
        except ValueError as error:
            raise _redirect_error(call.operation, reply, str(error)) from None
        if target in seen or len(seen) > LONGEST_CHAIN:
            why = f"a loop, or more than {LONGEST_CHAIN} in a row"
            raise _redirect_error(call.operation, reply, why)
        if not call.elsewhere and origins.origin(target) != origins.origin(url):
            raise _moved(call, reply, target)
        kwargs = {
            "method": call.kwargs["method"],
            "url": target,
            "headers": call.kwargs.get("headers", {}),
        }


def _may_repeat(call: Call[T], reply: Reply) -> bool:
    if call.doubt is None:
        return retry.is_transient(reply.status, reply.headers, reply.content)
    if retry.is_refusal(reply.status):
        return True
    # 303: it was done, and its answer is elsewhere (RFC 9110, 15.4.4).
    if reply.status in {303, 408} or reply.status >= 500:
        raise errors.OutcomeUnknownError(
            f"{call.operation}: the API answered {reply.status}, perhaps after acting"
            f"{_told(reply)}. {call.doubt}",
            operation=call.operation,
            status=reply.status,
            request_id=reply.request_id,
        )
    return False


def _moved(call: Call[T], reply: Reply, location: str) -> errors.RedirectError:
    to = f" to {origins.without_query(location)}" if "://" in location else ""
    return _redirect_error(
        call.operation,
        reply,
        f"{call.kwargs['method'].upper()} was sent on{to}, and the key goes to base_url only; "
        "if the API has moved, set base_url to where it is",
    )


def _redirect_error(operation: str, reply: Reply, why: str) -> errors.RedirectError:
    return errors.RedirectError(
        f"{operation}: {reply.url} answered with a redirect ({reply.status}) "
        f"that is not followed: {why}.",
        operation=operation,
        request_id=reply.request_id,
    )


def _with_attempts(error: errors.APIConnectionError, attempts: int) -> errors.APIConnectionError:
    error.attempts = attempts
    if attempts > 1:
        error.args = (f"{error} Given up after {attempts} attempts.",)
    return error


def status_error(operation: str, reply: Reply, asked: float | None = None) -> errors.APIStatusError:
    """Make the typed error of an error answer.

    Args:
        operation: The name of the operation.
        reply: The answer.
        asked: Seconds that the API asked to wait.
    """
    kind, advice = _STATUS_ERRORS.get(
        reply.status,
        (errors.ServerError, "Try again later.")
        if reply.status >= 500
        else (errors.APIStatusError, "This status was not expected here."),
    )
    if reply.status == 429 and asked is not None:
        advice = f"The API asks to wait {asked:g} s."
    message, code = _api_message(reply)
    return kind(
        f"{operation}: {reply.status} from {reply.url}: {message}{_told(reply)}. {advice}",
        operation=operation,
        status=reply.status,
        body=reply.excerpt(),
        request_id=reply.request_id,
        code=code,
        retry_after=asked,
    )


def _told(reply: Reply) -> str:
    return f" (request id {reply.request_id})" if reply.request_id else ""


def _api_message(reply: Reply) -> tuple[str, str | None]:
    """Find the API's own words and code in an error body of any of the shapes it comes in."""
    try:
        data = json.loads(reply.content)
    except (ValueError, RecursionError):  # the latter: 16 KB of "["
        data = None
    error = data.get("error", data) if isinstance(data, dict) else data
    if isinstance(error, dict):
        text = error.get("message") or error.get("detail")
        code = error.get("code") or error.get("type")
        if isinstance(text, str):
            shown = reply.shown(text).rstrip(".")
            return shown, reply.shown(str(code)) if code is not None else None
    if isinstance(error, str):
        return reply.shown(error).rstrip("."), None
    # One line of whatever it is: an HTML page of a proxy has its reason in its first words.
    first = " ".join(reply.excerpt()[:200].split())
    return first or "no reason given", None


def invalid_response(operation: str, reply: Reply, why: str) -> errors.InvalidResponseError:
    """Make the error for a success that is not what was promised."""
    excerpt = reply.excerpt()
    kind = reply.headers.get("content-type", "")
    if "html" in kind or excerpt[:1] == "<":
        why = f"HTML where JSON was promised (is base_url the API's, is a proxy in between?); {why}"
    shown = " ".join(excerpt[:200].split())
    return errors.InvalidResponseError(
        f"{operation}: {reply.status} from {reply.url}{_told(reply)}: {why}. "
        f"The answer begins: {shown!r}.",
        operation=operation,
        status=reply.status,
        body=excerpt,
        request_id=reply.request_id,
    )

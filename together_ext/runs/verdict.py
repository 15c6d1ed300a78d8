"""What an answer says about its row. Pure: one table.

=================================================  ==========  ===========
what came                                          the row is  asked again
=================================================  ==========  ===========
a response of status 2xx (or none said), no error  ok
no answer at all                                   missing     yes
a status or code 408, 429 or 5xx                   error       yes
a code that says expired, timed out, overloaded,
too many, or a fault of the server's own           error       yes
any other status, code or error                    error       no
=================================================  ==========  ===========

An error of a kind that no one knows is not asked again: each time costs money.
"""

from __future__ import annotations

from dataclasses import dataclass

# What codes in words say of errors that can pass; as parts, since their spelling is not documented
# ("batch_expired" is OpenAI's).
_PASSING = (
    "expired",
    "timeout",
    "timed_out",
    "rate_limit",
    "too_many_requests",
    "overloaded",
    "server_error",
    "internal_error",
    "service_unavailable",
    "unavailable",
)


@dataclass(frozen=True)
class Verdict:
    """What an answer says about its row.

    Attributes:
        ok: Whether the row is answered.
        retry: Whether asking again can help.
        code: Of an error.
        message: Of an error.
    """

    ok: bool
    retry: bool = False
    code: str | None = None
    message: str | None = None


def judge(
    *,
    status: int | None,
    error: bool,
    code: str | int | None = None,
    message: str | None = None,
) -> Verdict:
    """Judge one answer.

    Args:
        status: ``response.status_code``; None where there is none.
        error: Whether the line holds an error of its own.
        code: The code of the error, the line's or that of the response's body.
        message: Its message.
    """
    if not error and (status is None or 200 <= status < 300):
        return Verdict(ok=True)
    number = status if status is not None and status >= 400 else _number(code)
    shown = str(code) if code is not None else None if number is None else str(number)
    passes = can_pass(number) if number is not None else _says_so(code)
    # A word can say more than its status: "batch_expired" may come with a 4xx.
    return Verdict(False, passes or _says_so(code), shown, message)


def can_pass(status: int) -> bool:
    """Whether an error of this HTTP status can be gone the next time."""
    return status in {408, 429} or status >= 500


def _number(code: str | int | None) -> int | None:
    text = str(code)
    if len(text) == 3 and text.isascii() and text.isdigit() and int(text) >= 400:
        return int(text)
    return None


def _says_so(code: str | int | None) -> bool:
    word = str(code).lower().replace("-", "_").replace(" ", "_")
    return any(part in word for part in _PASSING)

"""When to send again, and how long to wait before. Pure: time and chance are arguments."""

from __future__ import annotations

import json
from collections.abc import Mapping

# Full jitter: uniform between nothing and a cap that doubles. Of the usual forms it does the same
# work in the fewest calls (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
FIRST_DELAY = 0.5
LONGEST_DELAY = 8.0
# A server that asks for a longer wait than this gets it from the caller, who is told, not from a
# call that seems to hang.
LONGEST_RETRY_AFTER = 300.0


def backoff(attempt: int, chance: float) -> float:
    """Return the seconds to wait after failed attempt number ``attempt``, counted from 0.

    Args:
        attempt: Which attempt failed.
        chance: A random number in [0, 1).
    """
    # The exponent is bounded so that a large max_retries does not overflow a float.
    return chance * min(LONGEST_DELAY, FIRST_DELAY * 2.0 ** min(attempt, 16))


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Return the seconds the server asks to wait, or None where it asks for nothing readable.

    ``retry-after-ms`` is preferred for its precision. A date (RFC 9110, 10.2.3) is measured
    against the server's own ``Date`` where that is sent, so that a wrong local clock does not
    matter.

    Args:
        headers: The answer's headers, case-insensitive.
        now: Seconds since the epoch.
    """
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        seconds = _number(headers.get(name))
        if seconds is not None:
            return seconds * unit
    moment = _moment(headers.get("retry-after"))
    if moment is None:
        return None
    sent = _moment(headers.get("date"))
    return max(0.0, moment - (now if sent is None else sent))


def is_transient(status: int, headers: Mapping[str, str], body: bytes) -> bool:
    """Say whether the same request may well succeed a little later."""
    if status == 409:
        return _means_lock(headers, body)
    if status == 400:
        # S3's 408: the body came too slowly. Its other 400s are final
        # (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html).
        return b"<Code>RequestTimeout</Code>" in body
    return status in {408, 425, 429} or status >= 500


def is_refusal(status: int) -> bool:
    """Say whether the status means that nothing was done, though later it may be.

    Only these let a request that creates something be sent again. A 5xx does not: a server, or a
    proxy before it, may answer one after the work is done.
    """
    return status == 429


def _means_lock(headers: Mapping[str, str], body: bytes) -> bool:
    # The API answers 409 both for "busy, try again" and for "this content is already here", which
    # is final and carries the file's id.
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        data = None
    if isinstance(data, dict):
        if "file_id" in data:
            return False
        error = data.get("error", data)
        if isinstance(error, dict):
            said = " ".join(str(error.get(key, "")) for key in ("type", "code", "message"))
        else:
            said = str(error)
        if "lock" in said.lower():
            return True
    return "retry-after" in headers or "retry-after-ms" in headers


def _number(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    # "nan" and "inf" are floats to Python and nonsense here.
    return value if 0 <= value < 1e9 else None


def _moment(text: str | None) -> float | None:
    if not text:
        return None
    try:
        # Late: it takes longer than a small answer.
        from datetime import timezone
        from email.utils import parsedate_to_datetime

        moment = parsedate_to_datetime(text)
        # One of the forms that servers may use says no zone and means UTC (RFC 9110, 5.6.7).
        return (moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)).timestamp()
    except (ValueError, TypeError, OverflowError):
        return None

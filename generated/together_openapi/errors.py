# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
"""Errors that the low-level client raises by itself; httpx raises its own where no answer came.

APIError
├── StatusError             an answer, but not the success that was asked for
│   ├── ClientError         4xx
│   │   ├── BadRequest          400
│   │   ├── Unauthorized        401
│   │   ├── Forbidden           403
│   │   ├── NotFound            404
│   │   ├── Conflict            409
│   │   ├── UnprocessableContent 422
│   │   └── TooManyRequests     429
│   ├── ServerError         5xx
│   └── UnexpectedStatus    one that the spec does not list
├── UnreadableAnswer        a success whose body is not what was promised; a ValueError too
└── StreamError             a stream of events that went wrong on its way
    ├── ErrorEvent          the server sent an error instead of an event
    ├── EventTooLarge       one event is larger than allowed; a ValueError too
    └── IncompleteStream    it stopped before its end was announced
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class APIError(Exception):
    """What all errors here have in common."""


class StatusError(APIError):
    """An answer that is not the success that was asked for.

    Attributes:
        status_code: Its status.
        content: Its body, or the beginning of it where it was streamed.
        headers: Its headers.
        parsed: The documented error that was read from it; None if it is not as documented.
    """

    def __init__(
        self, status_code: int, content: bytes = b"", *, headers: Any = None, parsed: Any = None
    ) -> None:
        super().__init__(status_code)
        self.status_code = status_code
        self.content = content
        self.headers = {} if headers is None else headers
        self.parsed = parsed

    @property
    def request_id(self) -> str | None:
        """What to name to those who run the server."""
        return request_id_of(self.headers)

    @property
    def excerpt(self) -> str:
        """The beginning of the body, fit for a log."""
        return _excerpt(self.content)

    def __str__(self) -> str:
        told = _message(self.parsed) or self.excerpt
        named = f" (request {self.request_id})" if self.request_id else ""
        return f"{self._what()}{named}{f': {told}' if told else ''}"

    def _what(self) -> str:
        return f"status {self.status_code}"

    def __reduce__(self) -> Any:
        return type(self), (self.status_code, self.content), self.__dict__


class ClientError(StatusError):
    """4xx: the request is at fault."""


class BadRequest(ClientError):
    """400."""


class Unauthorized(ClientError):
    """401."""


class Forbidden(ClientError):
    """403."""


class NotFound(ClientError):
    """404."""


class Conflict(ClientError):
    """409."""


class UnprocessableContent(ClientError):
    """422."""


class TooManyRequests(ClientError):
    """429."""


class ServerError(StatusError):
    """5xx: the server is at fault; the request may or may not have taken effect."""


class UnexpectedStatus(StatusError):
    """A status that the spec does not list."""

    def _what(self) -> str:
        return f"status {self.status_code} is not in the spec"


class UnreadableAnswer(APIError, ValueError):
    """A success whose body is not what was promised."""


class StreamError(APIError):
    """A stream of events that went wrong on its way."""


class ErrorEvent(StreamError):
    """The server sent an error instead of an event.

    Attributes:
        data: What it sent, as JSON has it.
        parsed: The same, as errors are documented.
        request_id: What to name to those who run the server.
    """

    def __init__(self, data: Any, parsed: Any = None, request_id: str | None = None) -> None:
        super().__init__(data)
        self.data = data
        self.parsed = parsed
        self.request_id = request_id

    def __str__(self) -> str:
        told = _message(self.parsed) or _excerpt(str(self.data).encode("utf-8", "replace"))
        named = f" (request {self.request_id})" if self.request_id else ""
        return f"the stream sent an error{named}: {told}"


class EventTooLarge(StreamError, ValueError):
    """One event is larger than allowed."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit

    def __str__(self) -> str:
        return f"an event has more than {self.limit} bytes (max_event_bytes)"


class IncompleteStream(StreamError):
    """The stream stopped before its end was announced: what came may not be all."""


_BY_STATUS: dict[int, type[StatusError]] = {
    400: BadRequest,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    422: UnprocessableContent,
    429: TooManyRequests,
}


def status_error(status_code: int, content: bytes, *, headers: Any, parsed: Any) -> StatusError:
    """The error of the kind that belongs to a status."""
    by_class: dict[int, type[StatusError]] = {4: ClientError, 5: ServerError}
    kind = _BY_STATUS.get(status_code) or by_class.get(status_code // 100, UnexpectedStatus)
    return kind(status_code, content, headers=headers, parsed=parsed)


def _message(parsed: Any) -> str:
    """What a documented error says, whatever it is called there."""
    for name in ("error", "message", "detail"):
        told = getattr(parsed, name, None)
        if told and not isinstance(told, str):
            told = getattr(told, "message", None)
        if told and isinstance(told, str):
            return _excerpt(told.encode("utf-8", "replace"))
    return ""


def _excerpt(content: bytes) -> str:
    from .redact import excerpt  # late: its patterns are not needed while all is well

    return excerpt(content)


def request_id_of(headers: Mapping[str, str]) -> str | None:
    """The id that a server gave to a request, under either of the names that are known."""
    found = headers.get("x-request-id") or headers.get("request-id")
    return None if found is None else found[:100]


__all__ = [
    "APIError",
    "BadRequest",
    "ClientError",
    "Conflict",
    "ErrorEvent",
    "EventTooLarge",
    "Forbidden",
    "IncompleteStream",
    "NotFound",
    "ServerError",
    "StatusError",
    "StreamError",
    "TooManyRequests",
    "Unauthorized",
    "UnexpectedStatus",
    "UnprocessableContent",
    "UnreadableAnswer",
    "request_id_of",
    "status_error",
]

"""Errors between here and the API, and what the API answers with."""

from __future__ import annotations

from .base import TogetherError


class APIError(TogetherError):
    """Something went wrong between here and the API.

    Attributes:
        operation: The name of the operation, as in ``openapi.yaml``.
        request_id: The id the API gave the request, for its support; None where it gave none.
    """

    def __init__(self, message: str, *, operation: str, request_id: str | None = None) -> None:
        super().__init__(message)
        self.operation = operation
        self.request_id = request_id


class APIConnectionError(APIError, ConnectionError):
    """No whole answer came: refused, reset, cut off, no such host, TLS failure.

    Attributes:
        sent: False where the request certainly never reached the API, so that sending it again
            cannot do anything twice.
        retryable: Whether it may pass; a certificate that is refused does not.
        attempts: How often it was sent.
    """

    def __init__(
        self,
        message: str,
        *,
        operation: str,
        sent: bool,
        retryable: bool = True,
        attempts: int = 1,
    ) -> None:
        super().__init__(message, operation=operation)
        self.sent = sent
        self.retryable = retryable
        self.attempts = attempts


class APITimeoutError(APIConnectionError, TimeoutError):
    """No answer came in time. ``Together(timeout=...)`` sets how long that is."""


class APIStatusError(APIError):
    """The API answered with an error.

    Attributes:
        status: The HTTP status, also where it is one that Python has no name for.
        body: The first part of the answer as text, the key blotted out.
        code: The API's own error code, where it gave one.
        retry_after: Seconds the API asked to wait, where it did.
    """

    def __init__(
        self,
        message: str,
        *,
        operation: str,
        status: int,
        body: str,
        request_id: str | None = None,
        code: str | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message, operation=operation, request_id=request_id)
        self.status = status
        self.body = body
        self.code = code
        self.retry_after = retry_after


class BadRequestError(APIStatusError, ValueError):
    """400: the API does not accept the request."""


class AuthenticationError(APIStatusError, PermissionError):
    """401: the key is not accepted, or the account's credit is spent."""


class PermissionDeniedError(APIStatusError, PermissionError):
    """403: the key is good, and this is not allowed to it."""


class NotFoundError(APIStatusError, LookupError):
    """404: nothing with this id, or not for this key."""


class ConflictError(APIStatusError):
    """409: the state of the thing does not allow it."""


class UnprocessableEntityError(APIStatusError, ValueError):
    """422: well-formed, and not acceptable."""


class RateLimitError(APIStatusError):
    """429: too much at once. ``retry_after`` says how long to wait, where the API said so."""


class ServerError(APIStatusError):
    """5xx: the API failed."""


class InvalidResponseError(APIError, ValueError):
    """The answer is not what was promised: HTML for JSON, JSON of another shape.

    Attributes:
        status: The HTTP status.
        body: The first part of the answer as text, the key blotted out.
    """

    def __init__(
        self,
        message: str,
        *,
        operation: str,
        status: int,
        body: str = "",
        request_id: str | None = None,
    ) -> None:
        super().__init__(message, operation=operation, request_id=request_id)
        self.status = status
        self.body = body


class RedirectError(APIError):
    """A redirect that is not followed: a loop, https to http, or of a request that is not a GET."""


class OutcomeUnknownError(TogetherError):
    """The request left, no whole answer came back, and no one can tell whether it was done.

    It is not sent again, because doing it twice may be paid for twice.

    Attributes:
        operation: The name of the operation.
        status: The HTTP status of the answer, None where none came.
        request_id: The id of the request, where one is known.
    """

    def __init__(
        self,
        message: str,
        *,
        operation: str,
        status: int | None = None,
        request_id: str | None = None,
    ) -> None:
        super().__init__(message)
        self.operation = operation
        self.status = status
        self.request_id = request_id

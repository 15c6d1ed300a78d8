"""Every error this library raises.

::

    TogetherError (Exception)
    ├── ConfigurationError (ValueError)           no key, a base URL that is none
    ├── InvalidArgumentError (ValueError)         an argument no request can be made of
    ├── InvalidRowsError (ValueError)             rows that cannot be sent
    ├── InputChangedError (ValueError)            a run begun with other input
    ├── MissingPackageError (ImportError)         an optional package is not installed
    ├── InputFileError (OSError)                  the file to upload cannot be read
    │   └── InputFileNotFoundError (FileNotFoundError)
    ├── OutputError (OSError)                     the destination cannot be written
    │   └── InsufficientDiskSpaceError
    ├── APIError                                  something between here and the API
    │   ├── APIConnectionError (ConnectionError)  no whole answer came
    │   │   └── APITimeoutError (TimeoutError)
    │   ├── APIStatusError                        the answer is an error
    │   │   ├── BadRequestError (ValueError)            400
    │   │   ├── AuthenticationError (PermissionError)   401
    │   │   ├── PermissionDeniedError (PermissionError) 403
    │   │   ├── NotFoundError (LookupError)             404
    │   │   ├── ConflictError                           409
    │   │   ├── UnprocessableEntityError (ValueError)   422
    │   │   ├── RateLimitError                          429
    │   │   └── ServerError                             5xx
    │   ├── InvalidResponseError (ValueError)     the answer is not what was promised
    │   └── RedirectError                         a redirect that must not be followed
    ├── OutcomeUnknownError                       sent, and no one knows whether it was done
    ├── DownloadError (OSError)                   the bytes are not whole
    ├── InvalidLineError (ValueError)             a line of a file is not JSON
    ├── UploadError (OSError)                     the bytes did not arrive whole
    ├── WaitTimeoutError (TimeoutError)           the batch is not finished yet
    ├── CostLimitError                            going on would pass max_cost
    └── LedgerError (RuntimeError)                the state of a run cannot be used
        └── LedgerLockedError                 another process is using it

Each also inherits the builtin that a caller would reach for, so ``except OSError`` around a
download and ``except ValueError`` around an argument do what one expects. The text says what
happened, to what, and what to do. Errors carry plain values only, never a request or a response,
so that printing, logging or pickling one cannot carry the API key along.
"""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from together_openapi.models import BatchJob

    from .runs.check import Problem


def forget_frames(error: BaseException | None) -> None:
    """Drop the frames of an error that becomes the cause of one of these, and of those behind it.

    In httpx, httpcore and h11 the local variables of frames hold headers, in a JSON parser the
    body. What prints those (Sentry, rich, ``pytest --showlocals``) would print the key. The errors
    themselves stay in the chain.
    """
    while error is not None:
        error.__traceback__ = None
        error = error.__cause__ or error.__context__


class TogetherError(Exception):
    """The base of every error raised on purpose by this library."""

    def __reduce__(self) -> tuple[Any, ...]:
        # Keyword-only constructors do not survive pickle's default, and errors cross process
        # boundaries in multiprocessing, dask and ray.
        return _rebuild, (type(self), self.args), self.__dict__


def _rebuild(cls: type[TogetherError], args: tuple[Any, ...]) -> TogetherError:
    error = cls.__new__(cls, *args)
    Exception.__init__(error, *args)
    error.args = args
    return error


class ConfigurationError(TogetherError, ValueError):
    """The client cannot be built: no API key, or a base URL that is none."""


class InvalidArgumentError(TogetherError, ValueError):
    """An argument from which no request can be made. Raised before any request."""


class InvalidRowsError(TogetherError, ValueError):
    """Rows of a run that cannot be sent. Nothing was sent.

    Attributes:
        problems: What is wrong, with the line and the byte; the first 100.
        count: How many rows it is.
    """

    def __init__(self, problems: tuple[Problem, ...], count: int) -> None:
        shown = [str(problem) for problem in problems[:5]]
        if count > len(shown):
            shown.append(f"... and {count - len(shown)} more")
        rows = "1 row" if count == 1 else f"{count} rows"
        super().__init__(
            f"{rows} cannot be sent; mend them, or leave them out with on_invalid='skip'.\n  "
            + "\n  ".join(shown)
        )
        self.problems = problems
        self.count = count


class InputChangedError(TogetherError, ValueError):
    """What is kept beside the output belongs to a run of other input.

    Attributes:
        path: Where it is kept.
    """

    def __init__(self, message: str, *, path: str) -> None:
        super().__init__(message)
        self.path = path


class MissingPackageError(TogetherError, ImportError):
    """An optional package is needed for this, and is not installed.

    Attributes:
        name: The module that cannot be imported.
    """

    def __init__(self, message: str, *, name: str) -> None:
        super().__init__(message)
        self.name = name


class _FileError(TogetherError, OSError):
    def __init__(self, message: str, *, path: str | None = None, errno: int | None = None) -> None:
        super().__init__(message)
        self.filename = path
        self.errno = errno

    @property
    def path(self) -> str | None:
        """The path the error is about."""
        return None if self.filename is None else str(self.filename)

    def __str__(self) -> str:
        # OSError would print "[Errno n] None: path" once errno and filename are set.
        return str(self.args[0])

    def __reduce__(self) -> tuple[Any, ...]:
        # errno and filename live in OSError's C fields, not in __dict__.
        state = {**self.__dict__, "filename": self.filename, "errno": self.errno}
        return _rebuild, (type(self), self.args), state


class InputFileError(_FileError):
    """The file to upload cannot be used: a directory, empty, unreadable."""


class InputFileNotFoundError(InputFileError, FileNotFoundError):
    """There is no file at the path to upload from."""


class OutputError(_FileError):
    """The destination of a download cannot be written."""


class InsufficientDiskSpaceError(OutputError):
    """The disk holds less free space than the file needs.

    Attributes:
        needed: Bytes the file needs, where known.
        available: Bytes that were free.
    """

    def __init__(
        self, *, needed: int | None, available: int | None, path: str, errno: int | None = None
    ) -> None:
        wanted = "more bytes than are free" if needed is None else f"{needed} bytes"
        free = "" if available is None else f", {available} are free"
        super().__init__(
            f"the disk of {path} is too full: this needs {wanted}{free}. "
            "Free some space or choose another output.",
            path=path,
            errno=errno,
        )
        self.needed = needed
        self.available = available


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


class DownloadError(TogetherError, OSError):
    """The bytes that came are not the whole file. Nothing is under the final name.

    Attributes:
        id: The file's id.
        expected: Bytes the file has, None where no one said.
        received: Bytes that came.
    """

    def __init__(
        self, message: str, *, id: str, expected: int | None = None, received: int | None = None
    ) -> None:
        super().__init__(message)
        self.id = id
        self.expected = expected
        self.received = received


class InvalidLineError(TogetherError, ValueError):
    """A line of a file is not JSON.

    Attributes:
        id: The file's id.
        line: Which line, counted from 1.
    """

    def __init__(self, message: str, *, id: str, line: int) -> None:
        super().__init__(message)
        self.id = id
        self.line = line


class UploadError(TogetherError, OSError):
    """The file did not arrive whole.

    Attributes:
        path: The local file.
        expected: Bytes of the local file.
        received: Bytes the other side has, where known.
    """

    def __init__(
        self,
        message: str,
        *,
        path: str,
        expected: int | None = None,
        received: int | None = None,
    ) -> None:
        super().__init__(message)
        self.path = path
        self.expected = expected
        self.received = received


class WaitTimeoutError(TogetherError, TimeoutError):
    """The batch was not finished in the time given. It goes on; nothing is lost.

    Attributes:
        job: The job as last seen; None where it was never seen.
    """

    def __init__(self, message: str, *, job: BatchJob | None) -> None:
        super().__init__(message)
        self.job = job


class CostLimitError(TogetherError):
    """Going on would cost more than ``max_cost``. What was submitted is collected, and kept.

    The same call with a higher ``max_cost`` goes on from there.

    Attributes:
        limit: What it may cost, in US dollars.
        spent: What it cost so far, in US dollars.
        needed: What it would have cost with the next shard, at most.
    """

    def __init__(self, message: str, *, limit: float, spent: float, needed: float) -> None:
        super().__init__(message)
        self.limit = limit
        self.spent = spent
        self.needed = needed


class LedgerError(TogetherError, RuntimeError):
    """The ledger of a run is missing, damaged, of another version, or another run's.

    Attributes:
        path: The file, or the directory of the state.
        passing: Whether the file may be sound: the disk was full, or would not be read.
    """

    def __init__(self, message: str, *, path: str, passing: bool = False) -> None:
        super().__init__(message)
        self.path = path
        self.passing = passing


class LedgerLockedError(LedgerError):
    """Another process is working on this run.

    Attributes:
        pid: Its process id, where known.
        host: The machine it runs on, where known.
        since: When it began, in seconds since the epoch, where known.
    """

    def __init__(
        self, *, path: str, pid: int | None, host: str | None, since: float | None
    ) -> None:
        who = "another process" if pid is None else f"process {pid} on {host}"
        begun = ""
        if since is not None:
            moment = datetime.fromtimestamp(since, tz=timezone.utc)
            begun = f" since {moment:%Y-%m-%d %H:%M:%S} UTC"
        super().__init__(
            f"{who} is working on the run in {path}{begun}. Wait for it, or end it; its jobs go on "
            "and the run can be taken up where it was.",
            path=path,
        )
        self.pid = pid
        self.host = host
        self.since = since

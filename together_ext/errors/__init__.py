"""Every error this library raises.

::

    TogetherError (Exception)
    ├── ConfigurationError (ValueError)           no key, a base URL that is none
    ├── InvalidArgumentError (ValueError)         an argument no request can be made of
    ├── InvalidRowsError (ValueError)             rows that cannot be sent
    ├── InputChangedError (ValueError)            a run begun with other input
    ├── MissingPackageError (ImportError)         an optional package is not installed
    ├── InputFileError (OSError)                  a file to be read cannot be
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
    ├── InvalidLineError (ValueError)             a line of a file is not UTF-8, or not JSON
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

from .api import (
    APIConnectionError,
    APIError,
    APIStatusError,
    APITimeoutError,
    AuthenticationError,
    BadRequestError,
    ConflictError,
    InvalidResponseError,
    NotFoundError,
    OutcomeUnknownError,
    PermissionDeniedError,
    RateLimitError,
    RedirectError,
    ServerError,
    UnprocessableEntityError,
)
from .base import (
    ConfigurationError,
    InvalidArgumentError,
    MissingPackageError,
    TogetherError,
    forget_frames,
)
from .files import (
    DownloadError,
    InputFileError,
    InputFileNotFoundError,
    InsufficientDiskSpaceError,
    InvalidLineError,
    OutputError,
    UploadError,
)
from .runs import (
    CostLimitError,
    InputChangedError,
    InvalidRowsError,
    LedgerError,
    LedgerLockedError,
    WaitTimeoutError,
)

__all__ = [
    "APIConnectionError",
    "APIError",
    "APIStatusError",
    "APITimeoutError",
    "AuthenticationError",
    "BadRequestError",
    "ConfigurationError",
    "ConflictError",
    "CostLimitError",
    "DownloadError",
    "InputChangedError",
    "InputFileError",
    "InputFileNotFoundError",
    "InsufficientDiskSpaceError",
    "InvalidArgumentError",
    "InvalidLineError",
    "InvalidResponseError",
    "InvalidRowsError",
    "LedgerError",
    "LedgerLockedError",
    "MissingPackageError",
    "NotFoundError",
    "OutcomeUnknownError",
    "OutputError",
    "PermissionDeniedError",
    "RateLimitError",
    "RedirectError",
    "ServerError",
    "TogetherError",
    "UnprocessableEntityError",
    "UploadError",
    "WaitTimeoutError",
    "forget_frames",
]

# Tracebacks and pickles name them by where they are found, not by where they are written.
for _name in __all__:
    globals()[_name].__module__ = __name__

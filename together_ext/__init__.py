"""A client for the Together AI Files and Batch APIs.

Three promises: a file is correct or absent, nothing is paid for twice, no row is lost.

    >>> from together_ext import Together
    >>> Together(api_key="key").batches                              # doctest: +SKIP

The names below are the public ones. They are loaded at first use, so that importing the package
costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ._version import __version__

if TYPE_CHECKING:
    from .client import AsyncTogether, Together
    from .errors import (
        APIConnectionError,
        APIError,
        APIStatusError,
        APITimeoutError,
        AuthenticationError,
        BadRequestError,
        ConfigurationError,
        ConflictError,
        CostLimitError,
        DownloadError,
        InputChangedError,
        InputFileError,
        InputFileNotFoundError,
        InsufficientDiskSpaceError,
        InvalidArgumentError,
        InvalidLineError,
        InvalidResponseError,
        InvalidRowsError,
        LedgerError,
        LedgerLockedError,
        MissingPackageError,
        NotFoundError,
        OutcomeUnknownError,
        OutputError,
        PermissionDeniedError,
        RateLimitError,
        RedirectError,
        ServerError,
        TogetherError,
        UnprocessableEntityError,
        UploadError,
        WaitTimeoutError,
    )
    from .names import normalize_key
    from .progress import Progress
    from .runs.estimate import Estimate
    from .runs.handle import AsyncRunHandle, RunHandle
    from .runs.result import RunResult, RunRow
    from .runs.shard import Limits
    from .runs.status import RunStatus
    from .transfer.download import FileObject
    from .transfer.many import DownloadSummary

__all__ = [
    "APIConnectionError",
    "APIError",
    "APIStatusError",
    "APITimeoutError",
    "AsyncRunHandle",
    "AsyncTogether",
    "AuthenticationError",
    "BadRequestError",
    "ConfigurationError",
    "ConflictError",
    "CostLimitError",
    "DownloadError",
    "DownloadSummary",
    "Estimate",
    "FileObject",
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
    "Limits",
    "MissingPackageError",
    "NotFoundError",
    "OutcomeUnknownError",
    "OutputError",
    "PermissionDeniedError",
    "Progress",
    "RateLimitError",
    "RedirectError",
    "RunHandle",
    "RunResult",
    "RunRow",
    "RunStatus",
    "ServerError",
    "Together",
    "TogetherError",
    "UnprocessableEntityError",
    "UploadError",
    "WaitTimeoutError",
    "__version__",
    "normalize_key",
]

# The errors live in `errors`; these do not.
_HOMES = {
    "AsyncRunHandle": "runs.handle",
    "AsyncTogether": "client",
    "DownloadSummary": "transfer.many",
    "Estimate": "runs.estimate",
    "FileObject": "transfer.download",
    "Limits": "runs.shard",
    "Progress": "progress",
    "RunHandle": "runs.handle",
    "RunResult": "runs.result",
    "RunRow": "runs.result",
    "RunStatus": "runs.status",
    "Together": "client",
    "normalize_key": "names",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from .importing import uncollected  # late, because the emulator's are not among them

    with uncollected():
        value = getattr(import_module(f".{_HOMES.get(name, 'errors')}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

"""Errors about files: here on the disk, and on their way."""

from __future__ import annotations

from typing import Any

from .base import TogetherError, rebuild


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
        return rebuild, (type(self), self.args), state


class InputFileError(_FileError):
    """A file that is to be read cannot be: a directory, empty, unreadable, not what it was."""


class InputFileNotFoundError(InputFileError, FileNotFoundError):
    """There is no file at the path that is to be read."""


class OutputError(_FileError):
    """The destination of a download, or of a run's results and its state, cannot be written."""


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
    """A line of a file is not UTF-8, or not JSON.

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

"""The root of the tree, and what is raised before anything is sent."""

from __future__ import annotations

from typing import Any


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
        return rebuild, (type(self), self.args), self.__dict__


def rebuild(cls: type[TogetherError], args: tuple[Any, ...]) -> TogetherError:
    """Make an error again from what pickle kept of it."""
    error = cls.__new__(cls, *args)
    Exception.__init__(error, *args)
    error.args = args
    return error


class ConfigurationError(TogetherError, ValueError):
    """The client cannot be built: no API key, or a base URL that is none."""


class InvalidArgumentError(TogetherError, ValueError):
    """An argument from which no request can be made. Raised before any request."""


class MissingPackageError(TogetherError, ImportError):
    """An optional package is needed for this, and is not installed.

    Attributes:
        name: The module that cannot be imported.
    """

    def __init__(self, message: str, *, name: str) -> None:
        super().__init__(message)
        self.name = name

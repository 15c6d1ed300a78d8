"""The error tree."""

from __future__ import annotations

import inspect
import pickle
import re

import pytest

import together_ext
from together_ext import errors
from together_ext.runs.check import Problem

ALL = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, errors.TogetherError) and not kind.__name__.startswith("_")
]
EXAMPLES: list[errors.TogetherError] = [
    errors.ConfigurationError("no key"),
    errors.InvalidArgumentError("no id"),
    errors.InvalidRowsError((Problem(0, 1, 0, "a", "no body"),), 1),
    errors.InputChangedError("other rows", path="/x"),
    errors.MissingPackageError("install it", name="pyarrow"),
    errors.InputFileNotFoundError("there is no file /x.", path="/x", errno=2),
    errors.OutputError("/x cannot be written", path="/x", errno=13),
    errors.InsufficientDiskSpaceError(needed=5, available=4, path="/x", errno=28),
    errors.APITimeoutError("timed out", operation="get_batch", sent=True, attempts=3),
    errors.RateLimitError(
        "slow down", operation="op", status=429, body="b", request_id="r", retry_after=2.0
    ),
    errors.InvalidResponseError("HTML", operation="op", status=200, body="<"),
    errors.RedirectError("a loop", operation="op", request_id="r"),
    errors.OutcomeUnknownError("who knows", operation="create_batch", status=500),
    errors.DownloadError("short", id="file-1", expected=9, received=3),
    errors.UploadError("short", path="/x", expected=9, received=3),
    errors.WaitTimeoutError("not yet", job=None),
    errors.CostLimitError("too dear", limit=1.0, spent=0.9, needed=1.2),
    errors.LedgerError("damaged", path="/x"),
    errors.LedgerLockedError(path="/x", pid=1, host="h", since=0.0),
]


def test_the_picture_shows_the_tree_as_it_is() -> None:
    drawn: dict[str, list[str]] = {}
    above: list[tuple[int, str]] = []
    pattern = r"^([\s│├└─]*)(\w+Error)(?: \((\w+)\))?"
    for branch, name, builtin in re.findall(pattern, errors.__doc__ or "", re.MULTILINE):
        above = [parent for parent in above if parent[0] < len(branch)]
        drawn[name] = [*(parent for _, parent in above[-1:]), *([builtin] if builtin else [])]
        above.append((len(branch), name))
    bases = {kind.__name__: _bases(kind) for kind in ALL}
    assert drawn == bases


def _bases(kind: type[BaseException]) -> list[str]:
    """What a class inherits by name; what is private between stands for its own bases."""
    found = []
    for base in kind.__bases__:
        found += _bases(base) if base.__name__.startswith("_") else [base.__name__]
    return found


@pytest.mark.parametrize("kind", ALL)
def test_every_error_is_public(kind: type[errors.TogetherError]) -> None:
    assert getattr(together_ext, kind.__name__) is kind


@pytest.mark.parametrize("kind", ALL)
def test_every_error_is_named_by_where_it_is_found(kind: type[errors.TogetherError]) -> None:
    assert kind.__module__ == "together_ext.errors"


@pytest.mark.parametrize(
    ("kind", "builtin"),
    [
        (errors.ConfigurationError, ValueError),
        (errors.InvalidArgumentError, ValueError),
        (errors.InputFileNotFoundError, FileNotFoundError),
        (errors.OutputError, OSError),
        (errors.APIConnectionError, ConnectionError),
        (errors.APITimeoutError, TimeoutError),
        (errors.AuthenticationError, PermissionError),
        (errors.NotFoundError, LookupError),
        (errors.InvalidResponseError, ValueError),
        (errors.DownloadError, OSError),
        (errors.UploadError, OSError),
        (errors.WaitTimeoutError, TimeoutError),
    ],
)
def test_an_error_is_also_the_builtin_that_one_would_catch(
    kind: type[Exception], builtin: type[Exception]
) -> None:
    assert issubclass(kind, builtin)
    assert issubclass(kind, errors.TogetherError)


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: type(error).__name__)
def test_an_error_survives_another_process(error: errors.TogetherError) -> None:
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is type(error)
    assert str(copy) == str(error)
    assert vars(copy) == vars(error)
    for name in ("errno", "filename"):
        assert getattr(copy, name, None) == getattr(error, name, None)


def test_the_text_of_a_file_error_is_a_sentence() -> None:
    error = errors.OutputError("/x cannot be written.", path="/x", errno=13)
    assert str(error) == "/x cannot be written."
    assert (error.path, error.errno) == ("/x", 13)


def test_a_full_disk_says_how_full() -> None:
    error = errors.InsufficientDiskSpaceError(needed=500, available=20, path="/x")
    assert "500 bytes" in str(error)
    assert "20 are free" in str(error)
    unknown = errors.InsufficientDiskSpaceError(needed=None, available=None, path="/x")
    assert "None" not in str(unknown)


def test_a_file_error_without_a_path_has_none() -> None:
    assert errors.OutputError("x").path is None

"""Names: ids, the file names made of them, and the paths that users give.

Pure, but for the two questions a path has to be asked (is this a directory? where is home?).
"""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import Any, Literal, get_args
from urllib.parse import quote

from .errors import InputFileError, InputFileNotFoundError, InvalidArgumentError, OutputError

# What a file system or a shell would trip over; "/" and "\" are handled before.
_UNSAFE = re.compile(r'[\s_\x00-\x1f\x7f:*?"<>|]')

_SEPARATORS = tuple(separator for separator in (os.sep, os.altsep) if separator)
_ABSENT = {
    "id": " A batch without output (or without errors) has no such file: look at its status.",
    "batch id": " The API named none; batches.list() has the job, if there is one.",
}

_FILE_TYPES = {".jsonl": "jsonl", ".csv": "csv", ".parquet": "parquet"}

# `purpose` in the published API document and in the public clients; the server may know more, but
# a misspelt one would be found out only after the upload.
Purpose = Literal[
    "batch-api",
    "fine-tune",
    "eval",
    "eval-sample",
    "eval-output",
    "eval-summary",
    "batch-generated",
    "calibration",
]
PURPOSES: tuple[str, ...] = get_args(Purpose)


def normalize_key(key: str) -> str:
    r"""Turn an id or a key into a file name that stays in its directory.

    ``/`` and ``\`` become ``--``; blanks, ``_`` and what file systems reject become ``-``; the
    rest is lower-cased. No separator is left, so the name cannot leave the directory.

    Args:
        key: An id, or an id with a suffix.

    Returns:
        The file name.

    Example:
        >>> normalize_key("Org/My_File 1.jsonl")
        'org--my-file-1.jsonl'
    """
    name = key.replace("/", "--").replace("\\", "--")
    return _UNSAFE.sub("-", name).lower()


def check_id(value: object, what: str = "id") -> str:
    """Return ``value`` where it can be an id in a path of the API.

    Args:
        value: What the caller gave.
        what: How to call it in the error.

    Returns:
        The id, unchanged.

    Raises:
        InvalidArgumentError: It is no text, empty, ``.`` or ``..`` (which a URL takes as
            "here" and "one up" even when percent-encoded), or holds half a surrogate pair.
    """
    if not isinstance(value, str):
        kind = type(value).__name__
        # What a field holds that the API left out or set to null.
        hint = _ABSENT.get(what, "") if kind in {"NoneType", "Unset"} else ""
        raise InvalidArgumentError(f"{what} must be a str, not {kind}.{hint}")
    if not value.strip() or value in {".", ".."}:
        raise InvalidArgumentError(f"{what} is {value!r}, which names nothing.")
    try:
        quote(value, safe="")
    except UnicodeEncodeError:
        raise InvalidArgumentError(f"{what} {value!r} is not valid Unicode.") from None
    return value


def check_number(name: str, value: Any, unit: str = "", *, above_zero: bool = False) -> None:
    """Refuse what is no number (a text from the environment, say), is negative, or is NaN.

    Args:
        name: What the caller calls it.
        value: What the caller gave.
        unit: What it counts.
        above_zero: Whether 0 is too little as well.

    Raises:
        InvalidArgumentError: It is none of the numbers that it can be.
    """
    try:
        fits = value > 0 if above_zero else value >= 0
    except TypeError:
        fits = False
    if not fits:
        zero = f"0 {unit}".rstrip()
        wanted = f"more than {zero}" if above_zero else f"{zero} or more"
        raise InvalidArgumentError(f"{name} must be {wanted}, not {value!r}.")


def coerce_path(value: object, what: str) -> Path:
    """Make a path of what the caller gave, with ``~`` expanded.

    Raises:
        InvalidArgumentError: It is no path, is empty, or holds a NUL or half a surrogate pair.
    """
    if not isinstance(value, (str, os.PathLike)):
        raise InvalidArgumentError(f"{what} must be a str or a Path, not {type(value).__name__}.")
    text = os.fspath(value)
    if not isinstance(text, str) or not text or "\0" in text or not _encodable(text):
        raise InvalidArgumentError(f"{what} is {text!r}, which is no path.")
    return Path(os.path.expanduser(text))


def _encodable(text: str) -> bool:
    try:
        os.fsencode(text)
    except UnicodeEncodeError:  # half a surrogate pair
        return False
    return True


def default_name(id: str) -> str:
    """Return the name of file ``id`` where none is given: one that stays in its directory."""
    return normalize_key(f"{id}.jsonl")


def directory(value: object) -> str:
    """Return the absolute path of a directory that downloads go to.

    Raises:
        InvalidArgumentError: It is no path.
        OutputError: It is relative, and the current directory has been removed.
    """
    return str(_absolute(coerce_path(value, "directory")))


def destination(id: str, output: object) -> Path:
    """Say where a download of file ``id`` goes.

    Args:
        id: The file's id, checked.
        output: None for a name made of the id in the current directory; a directory (or a path
            that ends in a separator) for that name inside it; else the path itself.

    Returns:
        An absolute path.

    Raises:
        InvalidArgumentError: ``output`` is no path.
        OutputError: It is relative, and the current directory has been removed.
    """
    default = default_name(id)
    if output is None:
        return _absolute(Path(default))
    path = coerce_path(output, "output")
    # Path() drops a separator at the end, so the text itself is asked. And os.path.isdir is False
    # where the name is too long or not to be looked at, which Path.is_dir raises for.
    if str(output).endswith(_SEPARATORS) or os.path.isdir(path):
        path = path / default
    return _absolute(path)


def _absolute(path: Path) -> Path:
    try:
        return Path(os.path.abspath(path))
    except OSError as error:
        raise OutputError(
            f"{path} cannot be written: the current directory is not there any more. "
            "Choose an absolute output.",
            path=str(path),
            errno=error.errno,
        ) from error


def input_file(file: object) -> Path:
    """Return the path of a file that can be uploaded.

    Raises:
        InputFileNotFoundError: Nothing is there.
        InputFileError: A directory, an empty file, or one that cannot be read.
    """
    path = coerce_path(file, "file")
    text = str(path)
    try:
        path = Path(os.path.abspath(path))  # fails where the current directory was removed
        text = str(path)
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise InputFileError(f"{text} is a directory; give the file to upload.", path=text)
        if not stat.S_ISREG(mode):
            # A retry sends the body again from its start, which a pipe does not have.
            raise InputFileError(f"{text} is not a regular file.", path=text)
        with path.open("rb") as handle:
            size = os.fstat(handle.fileno()).st_size
    except FileNotFoundError:
        raise InputFileNotFoundError(f"there is no file {text}.", path=text) from None
    except InputFileError:
        raise
    except OSError as error:
        raise InputFileError(
            f"{text} cannot be read: {error.strerror}.", path=text, errno=error.errno
        ) from error
    if size == 0:
        raise InputFileError(f"{text} is empty; there is nothing to upload.", path=text)
    return path


def check_filename(value: object) -> str:
    """Return the name that a caller gives to what is uploaded.

    Raises:
        InvalidArgumentError: It is no text, empty, or holds a NUL or half a surrogate pair.
    """
    if not isinstance(value, str) or not value or "\0" in value:
        raise InvalidArgumentError(f"filename is {value!r}, which is no name.")
    if presentable(value) != value:
        raise InvalidArgumentError(f"filename {value!r} is not valid Unicode.")
    return value


def presentable(name: str) -> str:
    """Return a file's name with what is not Unicode in it as ``?``: the API takes Unicode only."""
    return name.encode("utf-8", "replace").decode()


def check_purpose(purpose: object) -> str:
    """Return ``purpose`` where the API knows it.

    Raises:
        InvalidArgumentError: It does not.
    """
    value = getattr(purpose, "value", purpose)
    if value not in PURPOSES:
        raise InvalidArgumentError(f"unknown purpose {value!r}; known: {', '.join(PURPOSES)}.")
    return str(value)


def file_type_of(path: Path, given: object = None) -> str:
    """Say the API's ``file_type`` of a file, by its suffix where it is not given.

    Raises:
        InvalidArgumentError: The suffix tells nothing, or the type given is unknown.
    """
    value = getattr(given, "value", given)
    if value is not None:
        if value not in _FILE_TYPES.values():
            known = ", ".join(_FILE_TYPES.values())
            raise InvalidArgumentError(f"unknown file_type {value!r}; known: {known}.")
        return str(value)
    found = _FILE_TYPES.get(path.suffix.lower())
    if found is None and not path.name:
        raise InvalidArgumentError("what has no name has no type: pass filename= or file_type=.")
    if found is None:
        raise InvalidArgumentError(
            f"cannot tell the type of {path.name!r} from its name; "
            "rename it to .jsonl, .csv or .parquet, or pass file_type=."
        )
    return found

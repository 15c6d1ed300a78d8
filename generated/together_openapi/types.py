# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
"""What the generated modules share: values that are left out, files, answers, and open enums."""

from __future__ import annotations

import os
from collections.abc import Mapping
from enum import Enum
from typing import IO, TYPE_CHECKING, Any, Generic, Literal, TypeVar, final

if TYPE_CHECKING:
    import httpx

T = TypeVar("T")

FileContent = IO[bytes] | bytes
FileTypes = (
    tuple[str | None, FileContent]
    | tuple[str | None, FileContent, str | None]
    | tuple[str | None, FileContent, str | None, Mapping[str, str]]
)
RequestFiles = list[tuple[str, FileTypes]]


@final
class Unset:
    """The type of UNSET: a value that is left out, which is not the same as null."""

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"

    def __reduce__(self) -> str:
        return "UNSET"  # copies and pickles are this one object, so that `is UNSET` stays true


UNSET = Unset()

# The most that one event of a stream may have, unless somebody says otherwise. Speech in base64 is
# the largest that is known to be sent, at some 100 KB.
MAX_EVENT_BYTES = 8 * 1024 * 1024


# By hand: an operation without models, a download's, is imported without attrs, 15 ms sooner, and
# without dataclasses, which take another 8.
class File:
    """Bytes to send, and what to call them; by default what the file is called."""

    __slots__ = ("file_name", "mime_type", "payload")

    def __init__(
        self, payload: FileContent, file_name: str | None = None, mime_type: str | None = None
    ) -> None:
        self.payload = payload
        self.file_name = file_name
        self.mime_type = mime_type

    def __repr__(self) -> str:
        return f"File(file_name={self.file_name!r}, mime_type={self.mime_type!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, File) and (self.payload, self.file_name, self.mime_type) == (
            other.payload,
            other.file_name,
            other.mime_type,
        )

    __hash__ = None  # type: ignore[assignment]  # its values can be changed

    def to_tuple(self) -> FileTypes:
        """The form that httpx takes in `files`.

        Raises:
            ValueError: If the media type is none: httpx quotes names, but writes this as it is.
        """
        if self.mime_type is not None and not (
            self.mime_type.isascii() and self.mime_type.isprintable()
        ):
            raise ValueError(f"{self.mime_type!r} is not a media type")
        name = self.file_name
        if name is None:  # without one, servers take the part for a text field
            path = getattr(self.payload, "name", None)
            name = (os.path.basename(path) if isinstance(path, str) else "") or "file"
        return name, self.payload, self.mime_type


class Response(Generic[T]):
    """An answer: how it came, and what was read from it.

    The status is a plain int: 520 and other numbers that http.HTTPStatus lacks are statuses too.

    Attributes:
        parsed: The documented answer, be it a success or an error; None if it is neither.
        listed: Whether the spec lists this status as a success.
    """

    __slots__ = ("content", "headers", "listed", "parsed", "status_code")

    def __init__(
        self,
        status_code: int,
        content: bytes,
        headers: httpx.Headers,
        parsed: T | None,
        listed: bool = True,
    ) -> None:
        self.status_code = status_code
        self.content = content
        self.headers = headers
        self.parsed = parsed
        self.listed = listed

    @property
    def request_id(self) -> str | None:
        """What to name to those who run the server."""
        from .errors import request_id_of

        return request_id_of(self.headers)

    def success(self) -> Any:
        """What a success was parsed to.

        Raises:
            errors.StatusError: If it is no success, or none that the spec lists.
        """
        return self.raise_for_status().parsed

    def raise_for_status(self) -> Response[T]:
        """This answer, if it is a success.

        Raises:
            errors.StatusError: If it is no success, or none that the spec lists.
        """
        if self.status_code < 400 and self.listed:
            return self
        from .errors import UnexpectedStatus, status_error

        if self.status_code < 400:
            raise UnexpectedStatus(self.status_code, self.content, headers=self.headers)
        raise status_error(self.status_code, self.content, headers=self.headers, parsed=self.parsed)

    def __repr__(self) -> str:
        # Headers hold cookies and presigned addresses; the content can be a gigabyte.
        parsed = (
            f"{len(self.parsed)} bytes" if isinstance(self.parsed, bytes) else repr(self.parsed)
        )
        return f"Response(status_code={self.status_code}, parsed={parsed})"


class OpenStrEnum(str, Enum):
    """Strings with names. A string that has none yet is a member too, named like itself."""

    @classmethod
    def _missing_(cls, value: object) -> OpenStrEnum | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_ = member._value_ = value
        return member

    def __str__(self) -> str:
        return str(self.value)


class OpenIntEnum(int, Enum):
    """Numbers with names. A number that has none yet is a member too."""

    @classmethod
    def _missing_(cls, value: object) -> OpenIntEnum | None:
        if not isinstance(value, int):
            return None
        member = int.__new__(cls, value)
        member._name_, member._value_ = f"VALUE_{value}", value
        return member

    def __str__(self) -> str:
        return str(self.value)


__all__ = [
    "MAX_EVENT_BYTES",
    "UNSET",
    "File",
    "FileTypes",
    "OpenIntEnum",
    "OpenStrEnum",
    "RequestFiles",
    "Response",
    "Unset",
]

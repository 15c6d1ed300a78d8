# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
"""What the generated modules share: values that are left out, files, answers, and open enums."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import IO, TYPE_CHECKING, Generic, Literal, TypeVar, final

from attrs import define, field

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


@define
class File:
    """Bytes to send, and what to call them."""

    payload: FileContent = field(repr=False)
    file_name: str | None = None
    mime_type: str | None = None

    def to_tuple(self) -> FileTypes:
        """The form that httpx takes in `files`."""
        return self.file_name, self.payload, self.mime_type


@define(repr=False)
class Response(Generic[T]):
    """An answer: how it came, and what was read from it.

    The status is a plain int: 520 and other numbers that http.HTTPStatus lacks are statuses too.
    """

    status_code: int
    content: bytes
    headers: httpx.Headers
    parsed: T | None

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
    "UNSET",
    "File",
    "FileTypes",
    "OpenIntEnum",
    "OpenStrEnum",
    "RequestFiles",
    "Response",
    "Unset",
]

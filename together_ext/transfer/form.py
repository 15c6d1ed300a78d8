r"""A form with one file in it (``multipart/form-data``, RFC 7578), as what stands around the file.

No name and no content can add a field or end one early. The boundary is random, so that no content
can have been written to hold it. In the file's ``filename`` parameter everything is escaped with
``%`` that any parser takes for an end or an escape: ``"``, ``\``, controls. The exact name goes in
a field of its own, whose value is not quoted and so needs no escaping.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..records import dataclass

_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f]')
_FIELD_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_BOUNDARY = re.compile(r"[A-Za-z0-9]{32,70}")  # RFC 2046 allows 70


@dataclass(frozen=True)
class Form:
    """The bytes before and after the file's own, and the header that goes with them.

    Attributes:
        head: Everything up to the file's first byte.
        tail: Everything after its last.
        content_type: The ``Content-Type`` of the request.
    """

    head: bytes
    tail: bytes
    content_type: str

    def size(self, content: int) -> int:
        """Return the ``Content-Length`` with a file of so many bytes."""
        return len(self.head) + content + len(self.tail)


def encode(fields: Iterable[tuple[str, str]], *, file_name: str, boundary: str) -> Form:
    """Lay a form around a file, which is its last field, named ``file``.

    Args:
        fields: Names and values of the other fields.
        file_name: The file's name.
        boundary: At least 32 random letters and digits.

    Raises:
        ValueError: A field's name or the boundary would need escaping.
    """
    if not _BOUNDARY.fullmatch(boundary):
        raise ValueError("a boundary has 32 to 70 letters and digits")
    lines = []
    for name, value in fields:
        if not _FIELD_NAME.fullmatch(name):
            raise ValueError(f"{name!r} cannot name a field")
        lines.append(f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n')
        lines.append(f"{value}\r\n")
    lines.append(
        f"--{boundary}\r\n"
        f'Content-Disposition: form-data; name="file"; filename="{escape(file_name)}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    return Form(
        head="".join(lines).encode(),
        tail=f"\r\n--{boundary}--\r\n".encode(),
        content_type=f"multipart/form-data; boundary={boundary}",
    )


def escape(name: str) -> str:
    """Return a name as it can stand between the quotes of a ``filename`` parameter."""
    return _ESCAPED.sub(lambda found: f"%{ord(found[0]):02X}", name)

"""The form that an upload is sent in, read back by two parsers that know nothing of it."""

from __future__ import annotations

import email.parser
import email.policy
from io import BytesIO
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from python_multipart.multipart import create_form_parser

from together_ext.transfer import form

BOUNDARY = "0123456789abcdef0123456789abcdef"
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
# What a form is made of, in any order.
_PIECES = ["a", '"', ";", "\\", "\r", "\n", "\r\n", "--", "=", "%", ":", "ü", "\0", "\u2028"]
_PIECES += ["Content-Disposition: form-data", 'name="purpose"', f"--{BOUNDARY[:-1]}"]
HOSTILE = st.lists(st.sampled_from(_PIECES)).map("".join)


def laid(fields: list[tuple[str, str]], name: str, content: bytes) -> tuple[bytes, str]:
    found = form.encode(fields, file_name=name, boundary=BOUNDARY)
    body = found.head + content + found.tail
    assert len(body) == found.size(len(content))
    return body, found.content_type


Parts = tuple[list[tuple[str, bytes]], list[tuple[str, str, bytes]]]


def read(body: bytes, content_type: str) -> Parts:
    """Parse a form, seven bytes at a time: its fields, and its files with names and content."""
    fields: list[Any] = []
    files: list[Any] = []
    headers = {"Content-Type": content_type.encode(), "Content-Length": str(len(body)).encode()}
    parser = create_form_parser(headers, fields.append, files.append)
    stream = BytesIO(body)
    while chunk := stream.read(7):
        parser.write(chunk)
    parser.finalize()
    found = []
    for file in files:
        file.file_object.seek(0)
        found.append((file.field_name.decode(), file.file_name.decode(), file.file_object.read()))
        file.close()
    return [(field.field_name.decode(), field.value or b"") for field in fields], found


@given(TEXT | HOSTILE, TEXT | HOSTILE, st.binary() | HOSTILE.map(str.encode))
@example('x"\r\n\r\nevil', 'a"; name="purpose', b"")
@example("a\\", "a\\", b'\r\n--\r\nContent-Disposition: form-data; name="purpose"\r\n\r\nx')
def test_name_and_content_arrive_and_nothing_else(value: str, name: str, content: bytes) -> None:
    given_fields = [("purpose", "batch-api"), ("file_name", value)]
    fields, files = read(*laid(given_fields, name, content))
    assert fields == [("purpose", b"batch-api"), ("file_name", value.encode())]
    ((field, filename, data),) = files
    assert field == "file"
    assert data == content
    assert filename == form.escape(name)


@given(TEXT | HOSTILE, HOSTILE.map(str.encode))
def test_another_parser_sees_the_same_parts(name: str, content: bytes) -> None:
    body, content_type = laid([("purpose", "eval")], name, content)
    raw = b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body
    message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(raw)
    parts = list(message.iter_parts())
    names = [part.get_param("name", header="content-disposition") for part in parts]
    assert names == ["purpose", "file"]


@pytest.mark.parametrize("boundary", ["short", "x" * 71, 'x"' * 20, "x\r\n" * 12])
def test_a_boundary_that_could_be_guessed_or_is_none_is_refused(boundary: str) -> None:
    with pytest.raises(ValueError, match="boundary"):
        form.encode([], file_name="x", boundary=boundary)


@pytest.mark.parametrize("name", ["", 'a"', "a b", "a\r\nb"])
def test_a_field_that_would_need_quoting_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="field"):
        form.encode([(name, "v")], file_name="x", boundary=BOUNDARY)

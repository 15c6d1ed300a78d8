"""Forms as a server reads them: the bytes that go out, parsed by python-multipart."""

from __future__ import annotations

import asyncio
import io
import os
import tracemalloc
from importlib import import_module
from types import ModuleType
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_multipart.multipart import parse_options_header
from starlette.datastructures import FormData, Headers, UploadFile
from starlette.formparsers import MultiPartParser
from together_openapi import Client
from together_openapi import models as m
from together_openapi.api.audio import create_transcription
from together_openapi.api.files import upload_file
from together_openapi.types import File


def request(name: str | None, content: Any, *, file_name: str = "n", **extra: Any) -> httpx.Request:
    body = m.UploadFileRequest(m.FilePurpose.BATCH_API, file_name, File(content, name))
    body.additional_properties = extra
    client = httpx.Client(base_url="https://api.test/v1")
    return client.build_request(**upload_file._get_kwargs(body=body))


def received(sent: httpx.Request) -> list[tuple[str, Any]]:
    """The fields of a form in order: text, or the name and content of a file."""
    raw = sent.read()

    async def stream() -> Any:
        yield raw

    async def parse() -> FormData:
        return await MultiPartParser(Headers(dict(sent.headers)), stream()).parse()

    form = asyncio.run(parse())
    fields: list[tuple[str, Any]] = []
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            fields.append((name, (value.filename, value.file.read(), value.content_type)))
            value.file.close()
        else:
            fields.append((name, value))
    return fields


def test_a_form_arrives_as_it_was_meant() -> None:
    assert received(request("rows.jsonl", b"{}\n")) == [
        ("purpose", "batch-api"),
        ("file_name", "n"),
        ("file", ("rows.jsonl", b"{}\n", "application/octet-stream")),
    ]


def test_the_boundary_is_random_and_long() -> None:
    boundaries = {
        parse_options_header(request("n", b"").headers["content-type"])[1][b"boundary"]
        for _ in range(5)
    }
    assert len(boundaries) == 5
    assert all(len(boundary) >= 32 for boundary in boundaries)


ATTACKS = [
    'a"; name="purpose',
    'a"\r\n\r\neval\r\n--',
    "a\r\nContent-Disposition: form-data; name=purpose\r\n\r\neval",
    "a\nX-Evil: 1",
    "a\rX-Evil: 1",
    "\\",
    'a\\"',
    "a; name=purpose",
    "ünï\u2028code",
    "\x00\x1b\x7f",
]


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("place", ["file name", "content", "text", "field"])
def test_nothing_crafted_can_add_a_field_or_a_header(attack: str, place: str) -> None:
    sent = {
        "file name": lambda: request(attack, b""),
        "content": lambda: request("n", attack.encode()),
        "text": lambda: request("n", b"", file_name=attack),
        "field": lambda: request("n", b"", **{attack: "x"}),
    }[place]()
    fields = received(sent)
    assert [name for name, _ in fields][:3] == ["purpose", "file_name", "file"]
    assert len(fields) == (4 if place == "field" else 3)
    assert fields[0] == ("purpose", "batch-api")
    assert b"\r\nX-Evil" not in sent.read().partition(b"\r\n\r\n")[0]


@settings(deadline=None, max_examples=50)
@given(
    st.text(max_size=30),
    st.binary(max_size=60),
    st.text(max_size=30),
    st.text(min_size=1, max_size=20),
)
def test_whatever_is_sent_there_are_as_many_fields_as_were_given(
    name: str, content: bytes, text: str, field: str
) -> None:
    fields = received(request(name or "n", content, file_name=text, **{f"x{field}": text}))
    assert len(fields) == 4
    assert fields[1] == ("file_name", text)
    assert fields[2][1][1] == content


@pytest.mark.parametrize(
    "media", ["text/plain\r\nX-Evil: 1", "text/plain\r\n\r\nbody", "a\nb", "ü/x"]
)
def test_a_media_type_that_is_none_is_refused(media: str) -> None:
    with pytest.raises(ValueError, match="not a media type"):
        File(b"", "n", media).to_tuple()


def test_a_value_inside_a_form_is_json() -> None:
    assert received(request("n", b"", extra={"a": [1]}))[3] == ("extra", '{"a": [1]}')


def test_what_is_a_file_is_sent_as_one_wrapped_or_not() -> None:
    for payload in (b"RIFF", bytearray(b"RIFF"), io.BytesIO(b"RIFF")):
        body = m.TranscriptionRequest(file=payload)  # type: ignore[arg-type]  # a File is asked for; bare is sent too
        kwargs = create_transcription._get_kwargs(body=body)
        fields = dict(received(httpx.Client(base_url="https://api.test").build_request(**kwargs)))
        assert fields["file"][1] == b"RIFF"


# --------------------------------------------------------------------------------- without memory

SIZE = 64 << 20


class Zeros(io.RawIOBase):
    """A file of zeros that remembers the largest piece it was asked for."""

    def __init__(self) -> None:
        self.place, self.largest = 0, 0

    def read(self, size: int = -1) -> bytes:
        wanted = SIZE - self.place if size < 0 else min(size, SIZE - self.place)
        self.place, self.largest = self.place + wanted, max(self.largest, wanted)
        return bytes(wanted)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self.place = {os.SEEK_SET: 0, os.SEEK_CUR: self.place, os.SEEK_END: SIZE}[whence] + offset
        return self.place

    def tell(self) -> int:
        return self.place


class Counting(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """A server that counts; httpx.MockTransport would first read everything."""

    def __init__(self, sizes: dict[str, Any]) -> None:
        self.sizes = sizes

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.sizes["length"] = request.headers.get("content-length")
        self.sizes["sent"] = sum(len(chunk) for chunk in request.stream)  # type: ignore[union-attr]  # sync here
        return httpx.Response(200, json={})

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.sizes["length"] = request.headers.get("content-length")
        self.sizes["sent"] = 0
        async for chunk in request.stream:  # type: ignore[union-attr]  # async here
            self.sizes["sent"] += len(chunk)
        return httpx.Response(200, json={})


@pytest.mark.parametrize("flavour", ["sync", "asyncio"])
@pytest.mark.parametrize("shape", ["form", "raw"])
def test_a_file_is_read_while_it_is_sent(zoo: ModuleType, flavour: str, shape: str) -> None:
    file, sizes = Zeros(), {}
    body: Any
    if shape == "form":
        operation: Any = upload_file
        payload: Any = file  # it reads, and is no more of a file than that
        body = m.UploadFileRequest(m.FilePurpose.BATCH_API, "n", File(payload, "n"))
        make: Any = Client
    else:
        operation = import_module("zoo_client.api.default.raw_body")
        body = import_module("zoo_client.types").File(file)
        make = import_module("zoo_client.client").Client
    client = make("https://api.test", httpx_args={"transport": Counting(sizes)})
    tracemalloc.start()
    try:
        called = getattr(operation, f"{flavour}_detailed")(client=client, body=body)
        if flavour == "asyncio":
            asyncio.run(called)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert sizes["sent"] == int(sizes["length"]) >= SIZE
    assert file.largest <= 1 << 20
    assert peak < 8 << 20


def test_what_cannot_tell_its_size_is_sent_in_chunks(zoo: ModuleType) -> None:
    class Pipe:
        def __init__(self) -> None:
            self.left = [b"a", b"b"]

        def read(self, size: int = -1) -> bytes:
            return self.left.pop(0) if self.left else b""

    sizes: dict[str, Any] = {}
    make = import_module("zoo_client.client").Client
    client = make("https://api.test", httpx_args={"transport": Counting(sizes)})
    file = import_module("zoo_client.types").File(Pipe())
    asyncio.run(import_module("zoo_client.api.default.raw_body").asyncio(client=client, body=file))
    assert sizes == {"length": None, "sent": 2}

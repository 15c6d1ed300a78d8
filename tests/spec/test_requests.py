"""What the functions of the generated client send."""

from __future__ import annotations

import datetime
import inspect
from importlib import import_module
from types import ModuleType
from typing import Any

import httpx
import pytest
from together_openapi import models as m
from together_openapi.api.audio import create_transcription
from together_openapi.api.batches import create_batch, get_batch
from together_openapi.api.files import begin_upload, retrieve_file_content, upload_file
from together_openapi.api.models import list_models
from together_openapi.types import File


def sent(kwargs: dict[str, Any]) -> httpx.Request:
    request = httpx.Client(base_url="https://api.test/v1").build_request(**kwargs)
    request.read()
    return request


def upload(name: str = "rows.jsonl", content: bytes = b"{}\n") -> httpx.Request:
    body = m.UploadFileRequest(
        purpose=m.FilePurpose.BATCH_API, file_name=name, file=File(content, name)
    )
    return sent(upload_file._get_kwargs(body=body))


@pytest.mark.parametrize(
    ("id", "path"),
    [
        ("file-1", "file-1"),
        ("a/b", "a%2Fb"),
        ("a/../../batches", "a%2F..%2F..%2Fbatches"),
        ("a?b#c", "a%3Fb%23c"),
        ("a%2Fb", "a%252Fb"),
        ("ü ", "%C3%BC%20"),
    ],
)
def test_an_id_cannot_leave_its_place_in_the_path(id: str, path: str) -> None:
    assert sent(get_batch._get_kwargs(id)).url.raw_path == f"/v1/batches/{path}".encode()


@pytest.mark.parametrize("id", ["", ".", ".."])
def test_an_id_that_no_path_can_hold_is_refused(id: str) -> None:
    with pytest.raises(ValueError, match="path"):
        get_batch._get_kwargs(id)


def test_a_json_body_leaves_out_what_is_unset() -> None:
    body = m.CreateBatchRequest(endpoint="/v1/completions", input_file_id="f")
    assert create_batch._get_kwargs(body=body) == {
        "method": "post",
        "url": "/batches",
        "json": {"endpoint": "/v1/completions", "input_file_id": "f", "completion_window": "24h"},
    }


def test_a_form_is_urlencoded() -> None:
    body = m.BeginUploadRequest(
        purpose=m.FilePurpose.BATCH_API, file_name="a b.jsonl", file_type=m.FileType.JSONL
    )
    request = sent(begin_upload._get_kwargs(body=body))
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    assert request.content == b"purpose=batch-api&file_name=a+b.jsonl&file_type=jsonl"


def test_the_boundary_of_a_multipart_form_is_random() -> None:
    # The generator's own templates write +++ for it, which a file may well hold.
    types = {upload().headers["content-type"] for _ in range(3)}
    assert len(types) == 3
    assert all(t.startswith("multipart/form-data; boundary=") for t in types)


def test_a_file_that_holds_a_boundary_like_text_arrives_whole() -> None:
    content = b"--+++\r\nContent-Disposition: form-data; name=purpose\r\n\r\neval\r\n--+++--\r\n"
    request = upload(content=content)
    boundary = request.headers["content-type"].partition("boundary=")[2].encode()
    parts = request.content.split(b"--" + boundary)
    assert len(parts) == 5  # before, purpose, file_name, file, after
    assert parts[3].endswith(content + b"\r\n")


@pytest.mark.parametrize("name", ['a".jsonl', "a\r\nX: y.jsonl", 'a"; filename="b'])
def test_a_file_name_cannot_break_out_of_its_header(name: str) -> None:
    head = upload(name).content.split(b'name="file"; ')[1].split(b"\r\n\r\n")[0]
    assert head.count(b'"') == 2
    assert b"X: y" not in head.splitlines()


def test_a_form_field_has_no_content_type_of_its_own() -> None:
    assert b'name="purpose"\r\n\r\nbatch-api\r\n' in upload().content


def test_booleans_and_lists_of_a_form_are_written_as_servers_read_them() -> None:
    body = m.TranscriptionRequest(
        file="https://x.test/a.wav",
        diarize=True,
        timestamp_granularities=[m.TimestampGranularity.WORD, m.TimestampGranularity.SEGMENT],
    )
    content = sent(create_transcription._get_kwargs(body=body)).content
    assert b'name="diarize"\r\n\r\ntrue\r\n' in content
    assert content.count(b'name="timestamp_granularities"') == 2


def test_headers_are_sent_when_given_and_only_then() -> None:
    assert retrieve_file_content._get_kwargs("f")["headers"] == {}
    asked = retrieve_file_content._get_kwargs("f", range_="bytes=5-", if_range='"e"')
    assert asked["headers"] == {"Range": "bytes=5-", "If-Range": '"e"'}


def test_query_parameters_are_sent_when_given_and_only_then() -> None:
    assert sent(list_models._get_kwargs()).url.query == b""
    assert sent(list_models._get_kwargs(dedicated=True)).url.query == b"dedicated=true"


# ------------------------------------------------------- what the contract happens not to use


def operation(path: str) -> Any:
    return import_module(f"zoo_client.api.{path}")


def test_enums_and_times_are_written_in_path_query_header_and_cookie(zoo: ModuleType) -> None:
    kwargs = operation("two_words.everything")._get_kwargs(
        zoo.Size("huge/big"),
        datetime.date(2025, 11, 22),
        size=zoo.Size.BIG,
        sizes=[zoo.Size.BIG, zoo.Size.SMALL],
        since=datetime.datetime(2025, 11, 22, tzinfo=datetime.timezone.utc),
        loud=True,
        x_loud=False,
        crumb="c",
    )
    assert kwargs["url"] == "/animals/huge%2Fbig/2025-11-22"
    assert kwargs["params"] == {
        "size": "big",
        "sizes": ["big", "small"],
        "since": "2025-11-22T00:00:00+00:00",
        "loud": True,
    }
    assert kwargs["headers"] == {"X-Loud": "false"}
    assert kwargs["cookies"] == {"crumb": "c"}


def test_an_optional_body_is_left_out(zoo: ModuleType) -> None:
    kwargs = operation("two_words.everything")._get_kwargs(
        zoo.Size.BIG, datetime.date(2025, 11, 22), loud=True
    )
    assert "json" not in kwargs


def test_raw_bytes_are_sent_with_their_media_type(zoo: ModuleType) -> None:
    types = import_module("zoo_client.types")
    request = sent(operation("default.raw_body")._get_kwargs(body=types.File(b"\xff")))
    assert request.content == b"\xff"
    assert request.headers["content-type"] == "application/octet-stream"


def test_json_of_another_media_type_says_so(zoo: ModuleType) -> None:
    request = sent(operation("default.merge_patch")._get_kwargs(body=zoo.Dog(kind=zoo.DogKind.DOG)))
    assert request.headers["content-type"] == "application/merge-patch+json"


def test_the_body_decides_how_it_is_sent(zoo: ModuleType) -> None:
    either = operation("default.either_body")
    assert "json" in either._get_kwargs(body=zoo.Dog(kind=zoo.DogKind.DOG))
    assert "files" in either._get_kwargs(body=zoo.Cat(kind="cat"))


def test_text_is_sent_as_text(zoo: ModuleType) -> None:
    request = sent(operation("default.note")._get_kwargs(body="é"))
    assert (request.content, request.headers["content-type"]) == ("é".encode(), "text/plain")


def test_a_body_that_can_be_sent_in_two_ways_is_sent_in_the_one_that_is_asked_for(
    zoo: ModuleType,
) -> None:
    note, dog = operation("default.note"), zoo.Dog(kind=zoo.DogKind.DOG)
    assert note._get_kwargs(body=dog)["json"] == {"kind": "dog"}
    form = note._get_kwargs(body=dog, content_type="application/x-www-form-urlencoded")
    assert form["data"] == {"kind": "dog"}


def test_a_body_that_cannot_be_sent_as_is_asked_is_refused(zoo: ModuleType) -> None:
    dog = zoo.Dog(kind=zoo.DogKind.DOG)
    with pytest.raises(ValueError, match="Dog cannot be sent as text/plain"):
        operation("default.note")._get_kwargs(body=dog, content_type="text/plain")


def test_a_parameter_called_like_something_of_ours_is_sent_beside_it(zoo: ModuleType) -> None:
    kwargs = operation("default.sounds")._get_kwargs(
        body=zoo.SoundsBody(), accept_="a", accept="audio/wav"
    )
    assert kwargs["params"] == {"accept": "a"}
    assert kwargs["headers"] == {"Accept": "audio/wav"}


def test_odd_characters_of_a_path_and_a_name_are_sent(zoo: ModuleType) -> None:
    kwargs = operation("default.odd_path")._get_kwargs("a/b")
    assert kwargs["url"] == '/odd"path\\/a%2Fb'
    assert kwargs["params"] == {"it's \"quoted\\": 'a"b\\'}


def test_quotes_in_a_description_end_nothing(zoo: ModuleType) -> None:
    doc = operation("two_words.everything").sync_detailed.__doc__
    assert doc.startswith("A summary with \"quotes\", a \\ and ''' in it.")
    assert zoo.Pack.__doc__ == 'Ends with a "quote"'


def test_lists_and_objects_are_typed_and_written_in_the_style_of_each(zoo: ModuleType) -> None:
    dog = zoo.Dog(kind=zoo.DogKind.DOG, name="a b")
    kwargs = operation("default.styled")._get_kwargs(
        ["a/b", "c"],
        dog,
        deep=dog,
        plain=dog,
        piped=["x", "y"],
        json=dog,
        x_dog=dog,
        crumbs=[1, 2],
    )
    assert kwargs["url"] == "/styled/a%2Fb,c/;dog=kind,dog,name,a%20b"
    assert kwargs["params"] == {
        "deep[kind]": "dog",
        "deep[name]": "a b",
        "kind": "dog",
        "name": "a b",
        "piped": "x|y",
        "json": '{"kind":"dog","name":"a b"}',
    }
    assert kwargs["headers"] == {"X-Dog": "kind=dog,name=a b"}
    assert kwargs["cookies"] == {"crumbs": "1,2"}


def test_a_key_is_asked_for_where_the_document_says_so(zoo: ModuleType) -> None:
    for call in ("sync", "sync_detailed", "asyncio", "asyncio_detailed"):
        for path, client in (("styled", "Client"), ("plain_text", "AuthenticatedClient")):
            found = inspect.signature(getattr(operation(f"default.{path}"), call))
            assert found.parameters["client"].annotation == client

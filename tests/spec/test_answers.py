"""What the functions of the generated client make of an answer."""

from __future__ import annotations

import json
from importlib import import_module
from types import ModuleType
from typing import Any

import httpx
import pytest
from together_openapi import models as m
from together_openapi.api.batches import create_batch, get_batch, list_batches
from together_openapi.api.files import (
    abort_multipart_upload,
    begin_upload,
    complete_multipart_upload,
    retrieve_file_content,
)
from together_openapi.client import Client
from together_openapi.errors import UnexpectedStatus, UnreadableAnswer

CLIENT = Client("https://api.test/v1")
STRICT = Client("https://api.test/v1", raise_on_unexpected_status=True)
NOT_TEXT = bytes(range(256))


def parse(operation: Any, *, client: Any = CLIENT, status: int = 200, **answer: Any) -> Any:
    return operation._parse_response(client=client, response=httpx.Response(status, **answer))


@pytest.mark.parametrize("media", ["application/octet-stream", "text/plain", "application/json"])
@pytest.mark.parametrize("status", [200, 206])
def test_content_is_the_bytes_that_came(media: str, status: int) -> None:
    headers = {"content-type": media}
    parsed = parse(retrieve_file_content, status=status, content=NOT_TEXT, headers=headers)
    assert parsed == NOT_TEXT


@pytest.mark.parametrize("documented_as", ["text", "json"])
def test_binary_is_bytes_under_whatever_media_type_it_is_documented(
    zoo: ModuleType, documented_as: str
) -> None:
    operation = import_module(f"zoo_client.api.default.bytes_as_{documented_as}")
    assert parse(operation, content=NOT_TEXT) == NOT_TEXT


def test_text_is_text(zoo: ModuleType) -> None:
    assert parse(import_module("zoo_client.api.default.plain_text"), text="é") == "é"


@pytest.mark.parametrize("status", [202, 302, 307, 416])
def test_an_answer_without_documented_content_is_parsed_to_none(status: int) -> None:
    assert parse(retrieve_file_content, client=STRICT, status=status, text="<html>") is None


def test_the_redirect_of_an_upload_is_not_an_error() -> None:
    assert parse(begin_upload, client=STRICT, status=302) is None


def test_a_refused_upload_names_the_file_that_is_there() -> None:
    assert parse(begin_upload, status=409, json={"file_id": "file-1"}).file_id == "file-1"


@pytest.mark.parametrize("status", [500, 503, 520, 599])
def test_every_server_error_is_read_those_without_a_name_too(status: int) -> None:
    parsed = parse(get_batch, status=status, json={"error": {"message": "no", "type": "t"}})
    assert isinstance(parsed, m.ErrorResponse)
    assert parsed.error == m.ErrorDetail(message="no", type_="t")


@pytest.mark.parametrize("status", [418, 600, 999])
def test_a_status_that_is_not_listed_is_parsed_to_none(status: int) -> None:
    response = get_batch._build_response(client=CLIENT, response=httpx.Response(status, text="?"))
    assert (response.status_code, response.parsed, response.content) == (status, None, b"?")


def test_a_status_that_is_not_listed_is_raised_where_asked_for() -> None:
    with pytest.raises(UnexpectedStatus, match="418") as caught:
        parse(get_batch, client=STRICT, status=418, content=b"x" * 10_000)
    assert caught.value.status_code == 418
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("body", [b"", b"<html>200</html>", b"{", b"\xff", b"[" * 100_000])
def test_a_success_that_is_not_json_is_a_value_error(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"Expecting|utf-8|recursion") as caught:
        parse(get_batch, content=body)
    assert isinstance(caught.value, UnreadableAnswer)


@pytest.mark.parametrize("body", [b"", b"<html>502</html>", b"{", b"\xff", b"[" * 100_000])
def test_an_error_that_is_not_as_documented_is_parsed_to_none(body: bytes) -> None:
    assert parse(get_batch, status=502, content=body) is None


@pytest.mark.parametrize("body", ["null", "[]", '"text"', "5"])
@pytest.mark.parametrize("operation", [get_batch, list_batches, create_batch])
def test_json_of_another_shape_is_kept(operation: Any, body: str) -> None:
    status = 201 if operation is create_batch else 200
    assert parse(operation, status=status, text=body) == json.loads(body)


def test_one_odd_job_does_not_sink_the_list() -> None:
    jobs = parse(list_batches, json=[{"id": "a", "status": "PAUSED"}, None, {"id": None}, "?"])
    assert [job.id if isinstance(job, m.BatchJob) else job for job in jobs] == [
        "a",
        None,
        None,
        "?",
    ]


def test_a_created_job_can_be_null() -> None:
    created = parse(create_batch, status=201, json={"job": None, "warning": "w"})
    assert (created.job, created.warning) == (None, "w")


@pytest.mark.parametrize(
    ("answer", "cls"),
    [
        ({"id": "f", "object": "file", "bytes": 3}, m.FileResponse),
        ({"file": {"id": "f"}}, m.FileEnvelope),
    ],
)
def test_a_completed_upload_is_a_file_bare_or_in_an_envelope(answer: Any, cls: Any) -> None:
    assert isinstance(parse(complete_multipart_upload, json=answer), cls)


def test_an_operation_with_nothing_to_tell_is_parsed_to_none() -> None:
    assert parse(abort_multipart_upload, text="") is None


def test_the_default_answer_is_read_for_every_other_status(zoo: ModuleType) -> None:
    operation = import_module("zoo_client.api.default.anything")
    assert isinstance(parse(operation, status=555, json={"kind": "cat"}), zoo.Cat)


@pytest.mark.parametrize(
    ("media", "kind"),
    [
        ("application/json; charset=utf-8", "Cat"),
        ("Application/VND.dog+json", "Dog"),
        ("text/csv", "str"),
        ("text/html", "Cat"),
    ],
)
def test_the_media_type_of_an_answer_decides_how_it_is_read(
    zoo: ModuleType, media: str, kind: str
) -> None:
    operation = import_module("zoo_client.api.default.report")
    found = parse(operation, text="{}", headers={"content-type": media})
    assert type(found).__name__ == kind


def test_an_answer_can_be_any_of_several_models(zoo: ModuleType) -> None:
    operation = import_module("zoo_client.api.two_words.everything")
    assert isinstance(parse(operation, json={"kind": "dog"}), zoo.Dog)
    assert isinstance(parse(operation, json={"kind": "cat"}), zoo.Cat)

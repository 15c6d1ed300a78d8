"""Bytes that are used while they come, in threads and in event loops."""

from __future__ import annotations

import tracemalloc
from importlib import import_module
from types import ModuleType
from typing import Any

import httpx
import pytest
from together_openapi import Client, errors
from together_openapi import models as m
from together_openapi.api.chat import create_chat_completion
from together_openapi.api.files import retrieve_file_content

from tests.spec.streaming import DONE, Use, answer, streamed


def content(use: Use, response: httpx.Response, **arguments: Any) -> list[Any]:
    return use(retrieve_file_content, "stream", response, id="f", **arguments)


def test_bytes_come_as_they_are(use: Use) -> None:
    assert content(use, answer(b"a", b"\xff", headers={})) == [b"a", b"\xff"]


def test_a_chunk_is_there_before_the_next_one_was_sent(use: Use) -> None:
    response = answer(b"a", b"b", headers={})
    content(use, response, first=1)
    assert response.extensions["body"].taken == 1
    assert response.extensions["body"].closed


def test_a_body_is_never_held(use: Use) -> None:
    size, response = 0, streamed((bytes(1 << 20) for _ in range(64)), 200, {})
    tracemalloc.start()
    try:
        client = Client(
            "https://api.test", httpx_args={"transport": httpx.MockTransport(lambda _: response)}
        )
        with retrieve_file_content.sync_stream("f", client=client) as stream:
            for part in stream:
                size += len(part)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert size == 64 << 20
    assert peak < 8 << 20


def test_status_and_headers_are_known_before_the_body() -> None:
    transport = httpx.MockTransport(lambda _: answer(b"a", status=206, headers={"etag": "e"}))
    client = Client("https://api.test", httpx_args={"transport": transport})
    with retrieve_file_content.sync_stream("f", client=client) as stream:
        assert (stream.status_code, stream.headers["etag"]) == (206, "e")


@pytest.mark.parametrize("status", [202, 204, 302])
def test_an_answer_without_bytes_is_not_taken_for_the_bytes(use: Use, status: int) -> None:
    with pytest.raises(errors.UnexpectedStatus) as caught:
        content(use, answer(b"wait", status=status, headers={"retry-after": "5"}))
    assert (caught.value.status_code, caught.value.headers["retry-after"]) == (status, "5")


def test_a_documented_error_is_raised_as_it_is_documented(use: Use) -> None:
    sent = answer(b'{"error": {"message": "gone", "type": "t"}}', status=404)
    with pytest.raises(errors.NotFound, match="gone") as caught:
        content(use, sent)
    assert caught.value.parsed == m.ErrorResponse(m.ErrorDetail(message="gone", type_="t"))


def test_an_error_without_end_is_not_read_to_its_end(use: Use) -> None:
    response = answer(*[b"x" * 1024] * 1000, status=500)
    with pytest.raises(errors.ServerError) as caught:
        content(use, response)
    assert len(caught.value.content) == 64 * 1024
    assert response.extensions["body"].taken < 100


def test_bytes_can_be_asked_for_in_a_type(use: Use, zoo: ModuleType) -> None:
    sounds = import_module("zoo_client.api.default.sounds")
    wav = answer(b"RIFF", headers={"content-type": "audio/wav"})
    assert use(sounds, "stream", wav, body=zoo.SoundsBody(), accept="audio/wav") == [b"RIFF"]
    assert use.request.headers["accept"] == "audio/wav"


def test_events_are_not_taken_for_bytes(use: Use, zoo: ModuleType) -> None:
    sounds = import_module("zoo_client.api.default.sounds")
    with pytest.raises(import_module("zoo_client.errors").UnreadableAnswer, match="event-stream"):
        use(sounds, "stream", answer(DONE), body=zoo.SoundsBody())


def test_an_operation_has_the_streams_that_the_spec_gives_it() -> None:
    assert not hasattr(create_chat_completion, "sync_stream")
    assert not hasattr(retrieve_file_content, "sync_events")

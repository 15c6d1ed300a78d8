"""Answers that are used while they come, in threads and in event loops."""

from __future__ import annotations

import asyncio
import json
import tracemalloc
from collections.abc import AsyncIterator, Iterator
from importlib import import_module
from types import ModuleType
from typing import Any

import httpx
import pytest
from together_openapi import Client, errors
from together_openapi import models as m
from together_openapi.api.chat import create_chat_completion
from together_openapi.api.files import retrieve_file_content

BODY = m.ChatCompletionRequest(model="m", messages=[m.UserMessage(role="user", content="?")])
EVENTS = {"content-type": "text/event-stream; charset=utf-8", "x-request-id": "req-1"}
DONE = b"data: [DONE]\n\n"


class Body(httpx.SyncByteStream, httpx.AsyncByteStream):
    """Chunks, and how many of them were taken; closed or not."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self.chunks, self.taken, self.closed = chunks, 0, False

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self.chunks:
            self.taken += 1
            yield chunk

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self:
            yield chunk

    def close(self) -> None:
        self.closed = True

    async def aclose(self) -> None:
        self.closed = True


class Use:
    """Open a stream of an operation in one of two ways, and make a list of what comes."""

    def __init__(self, flavour: str) -> None:
        self.flavour = flavour
        self.request = httpx.Request("GET", "https://nobody.test")

    def __call__(
        self,
        operation: Any,
        kind: str,
        answer: httpx.Response,
        *,
        first: int = -1,
        **arguments: Any,
    ) -> list[Any]:
        """Take up to ``first`` items."""

        def handle(request: httpx.Request) -> httpx.Response:
            self.request = request
            return answer

        package = operation.__name__.partition(".")[0]
        client = import_module(f"{package}.client").Client(
            "https://api.test/v1", httpx_args={"transport": httpx.MockTransport(handle)}
        )
        opened = getattr(operation, f"{self.flavour}_{kind}")(client=client, **arguments)
        take = self.take if self.flavour == "sync" else self.atake
        found: list[Any] = []
        result = take(opened, found, first)
        if result is not None:
            asyncio.run(result)
        return found

    @staticmethod
    def take(opened: Any, found: list[Any], first: int) -> None:
        with opened as stream:
            for item in stream:
                found.append(item)
                if len(found) == first:
                    break

    @staticmethod
    async def atake(opened: Any, found: list[Any], first: int) -> None:
        async with opened as stream:
            async for item in stream:
                found.append(item)
                if len(found) == first:
                    break


@pytest.fixture(params=["sync", "asyncio"])
def use(request: pytest.FixtureRequest) -> Use:
    """Both ways to open a stream."""
    return Use(request.param)


def chunk(text: str, **more: Any) -> bytes:
    choice = {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": None}
    data = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", **more}
    return b"data: " + json.dumps({**data, "choices": [choice]}).encode() + b"\n\n"


def answer(*chunks: bytes, status: int = 200, headers: Any = EVENTS) -> httpx.Response:
    return streamed(iter(chunks), status, headers)


def streamed(chunks: Iterator[bytes], status: int, headers: Any) -> httpx.Response:
    body = Body(chunks)
    return httpx.Response(status, headers=headers, stream=body, extensions={"body": body})


def chat(use: Use, response: httpx.Response, **arguments: Any) -> list[Any]:
    return use(create_chat_completion, "events", response, body=BODY, **arguments)


# ------------------------------------------------------------------------------------------ events


def test_events_are_typed(use: Use) -> None:
    found = chat(use, answer(chunk("a"), chunk("b"), DONE))
    assert [type(event) for event in found] == [m.ChatCompletionChunk] * 2
    assert [event.choices[0].delta.content for event in found] == ["a", "b"]


def test_events_are_asked_for_in_the_header_and_in_the_body(use: Use) -> None:
    chat(use, answer(DONE))
    assert use.request.headers["accept"] == "text/event-stream"
    assert json.loads(use.request.content)["stream"] is True
    assert "stream" not in BODY.to_dict()


def test_a_whole_answer_is_asked_for_where_a_stream_could_come() -> None:
    kwargs = create_chat_completion._get_kwargs(body=BODY, accept="application/json")
    assert kwargs["headers"] == {"Accept": "application/json"}


def test_an_event_is_there_before_the_next_one_was_sent(use: Use) -> None:
    response = answer(chunk("a"), chunk("b"), chunk("c"), DONE)
    chat(use, response, first=1)
    assert response.extensions["body"].taken == 1


def test_leaving_early_closes_the_connection(use: Use) -> None:
    response = answer(chunk("a"), chunk("b"), DONE)
    chat(use, response, first=1)
    assert response.extensions["body"].closed


def test_nothing_comes_after_done(use: Use) -> None:
    assert len(chat(use, answer(chunk("a") + DONE + chunk("b"), chunk("c")))) == 1


def test_a_stream_that_stops_before_done_is_not_whole(use: Use) -> None:
    with pytest.raises(errors.IncompleteStream, match="DONE"):
        chat(use, answer(chunk("a")))


@pytest.mark.parametrize("prefix", [b"", b"event: error\n"])
def test_an_error_among_the_events_is_raised_as_documented(use: Use, prefix: bytes) -> None:
    sent = prefix + b'data: {"error": {"message": "too long", "type": "t"}}\n\n'
    with pytest.raises(errors.ErrorEvent, match=r"\(request req-1\): too long") as caught:
        chat(use, answer(chunk("a"), sent, DONE))
    assert isinstance(caught.value.parsed, m.ErrorResponse)


def test_an_error_that_is_no_json_is_raised_too(use: Use) -> None:
    with pytest.raises(errors.ErrorEvent, match="overloaded"):
        chat(use, answer(b"event: error\ndata: overloaded\n\n"))


def test_a_null_error_is_none(use: Use) -> None:
    assert len(chat(use, answer(chunk("a", error=None), DONE))) == 1


def test_an_event_may_not_grow_beyond_the_bound(use: Use) -> None:
    with pytest.raises(errors.EventTooLarge):
        chat(use, answer(chunk("a" * 5000), DONE), max_event_bytes=1000)


def test_an_event_that_is_no_json_is_a_value_error(use: Use) -> None:
    with pytest.raises(errors.UnreadableAnswer, match="not JSON"):
        chat(use, answer(b"data: {\n\n"))


def test_one_answer_in_place_of_events_is_not_taken_for_them(use: Use) -> None:
    response = answer(b"{}", headers={"content-type": "application/json"})
    with pytest.raises(errors.UnreadableAnswer, match="application/json"):
        chat(use, response)


def test_events_in_place_of_one_answer_are_not_taken_for_it() -> None:
    response = httpx.Response(200, headers=EVENTS, content=DONE)
    with pytest.raises(errors.UnreadableAnswer, match="sync_events"):
        create_chat_completion._parse_response(client=Client(""), response=response)


def test_an_event_newer_than_the_client_is_kept(use: Use) -> None:
    (event,) = chat(use, answer(b'data: {"id": 5, "new": 1}\n\n', DONE))
    assert event.to_dict() == {"id": 5, "new": 1}


def test_events_without_an_envelope_or_an_end_are_read_by_their_tag(
    use: Use, zoo: ModuleType
) -> None:
    body = zoo.SoundsBody()
    found = use(
        import_module("zoo_client.api.default.sounds"),
        "events",
        answer(b'data: {"kind": "dog"}\n\ndata: {"kind": "cat"}\n\n'),
        body=body,
    )
    assert [type(event) for event in found] == [zoo.Dog, zoo.Cat]


def test_events_that_are_json_in_a_string_are_typed(use: Use, zoo: ModuleType) -> None:
    news = import_module("zoo_client.api.default.news")
    (event,) = use(news, "events", answer(b'event: x\ndata: {"headline": "h"}\n\n', status=207))
    assert event == zoo.NewsEvent(headline="h")


# ------------------------------------------------------------------------------------------- bytes


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

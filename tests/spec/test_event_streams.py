"""Events that are used while they come, in threads and in event loops."""

from __future__ import annotations

import json
from importlib import import_module
from types import ModuleType

import httpx
import pytest
from together_openapi import Client, errors
from together_openapi import models as m
from together_openapi.api.chat import create_chat_completion

from tests.spec.streaming import BODY, DONE, EVENTS, Use, answer, chat, chunk


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

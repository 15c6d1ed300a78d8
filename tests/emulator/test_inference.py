import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from together_ext.emulator.engines import EchoEngine
from together_ext.emulator.inference import tokens


def ask(api, text, **more):
    body = {"model": "any/model", "messages": [{"role": "user", "content": text}], **more}
    return api.http.post("/chat/completions", json=body)


def test_a_chat_answers_with_the_first_sentence_of_the_last_user_message(api):
    messages = [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "First. Second."},
        {"role": "assistant", "content": "First."},
        {"role": "user", "content": "Wie heißt du? Sag es mir."},
    ]
    answer = api.http.post("/chat/completions", json={"model": "m", "messages": messages})
    assert answer.status_code == 200
    body = answer.json()
    assert body["object"] == "chat.completion"
    assert body["id"]
    assert body["model"] == "m"
    assert isinstance(body["created"], int)
    (choice,) = body["choices"]
    assert choice["message"]["role"] == "assistant"
    assert choice["message"]["content"] == "Wie heißt du?"
    assert choice["finish_reason"] == "stop"


def test_a_token_is_four_characters(api):
    usage = ask(api, "12345. 123").json()["usage"]
    assert usage == {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5}


def test_max_tokens_cuts_the_answer(api):
    choice = ask(api, "123456789.", max_tokens=2).json()["choices"][0]
    assert (choice["message"]["content"], choice["finish_reason"]) == ("12345678", "length")


def test_n_gives_that_many_choices(api):
    assert len(ask(api, "Hi.", n=3).json()["choices"]) == 3


def test_a_list_of_parts_is_a_message_too(api):
    parts = [{"type": "text", "text": "Look. Here."}, {"type": "image_url", "image_url": {}}]
    assert ask(api, parts).json()["choices"][0]["message"]["content"] == "Look."


def test_a_completion_has_its_own_shape(api):
    body = api.http.post("/completions", json={"model": "m", "prompt": "Hello you. Bye."}).json()
    assert body["object"] == "text.completion"
    assert body["choices"][0]["text"] == "Hello you."


def test_embeddings_are_the_same_for_the_same_text(api):
    body = {"model": "m", "input": ["a", "b", "a"]}
    data = api.http.post("/embeddings", json=body).json()["data"]
    assert [item["index"] for item in data] == [0, 1, 2]
    vectors = [item["embedding"] for item in data]
    assert vectors[0] == vectors[2] != vectors[1]
    assert math.isclose(sum(v * v for v in vectors[0]), 1, abs_tol=1e-4)
    single = api.http.post("/embeddings", json={"model": "m", "input": "a"}).json()
    assert single["data"][0]["embedding"] == vectors[0]


@pytest.mark.parametrize("task", ["transcriptions", "translations"])
def test_audio_is_answered(api, task):
    files = {"file": ("talk.wav", b"RIFF")}
    answer = api.http.post(f"/audio/{task}", data={"model": "w"}, files=files)
    assert "talk.wav" in answer.json()["text"]
    verbose = api.http.post(
        f"/audio/{task}", data={"response_format": "verbose_json"}, files=files
    ).json()
    assert {"task", "language", "duration", "text", "segments"} <= set(verbose)


def test_models_are_a_bare_array(api):
    models = api.http.get("/models").json()
    assert all(model["object"] == "model" for model in models)


@pytest.mark.parametrize(
    ("route", "body", "param"),
    [
        ("/chat/completions", {"messages": [{"role": "user", "content": "x"}]}, "model"),
        ("/chat/completions", {"model": "m"}, "messages"),
        ("/chat/completions", {"model": "m", "messages": ["x"]}, "messages[0]"),
        (
            "/chat/completions",
            {"model": "m", "messages": [{"role": "user", "content": 5}]},
            "messages[0].content",
        ),
        (
            "/chat/completions",
            {"model": "m", "messages": [{"role": "user", "content": "x"}], "n": 0},
            "n",
        ),
        (
            "/chat/completions",
            {"model": "m", "messages": [{"role": "user", "content": "x"}], "stream": True},
            "stream",
        ),
        (
            "/chat/completions",
            {"model": "m", "messages": [{"role": "user", "content": "x"}], "max_tokens": "5"},
            "max_tokens",
        ),
        ("/completions", {"model": "m"}, "prompt"),
        ("/embeddings", {"model": "m", "input": []}, "input"),
        ("/audio/transcriptions", {"model": "m"}, "file"),
        (
            "/audio/transcriptions",
            {"model": "m", "file": "u", "response_format": "srt"},
            "response_format",
        ),
    ],
)
def test_a_request_that_lacks_something_is_a_400_that_names_it(api, route, body, param):
    answer = api.http.post(route, json=body)
    assert answer.status_code == 400
    assert answer.json()["error"]["param"] == param


def test_a_request_can_be_made_to_fail(api):
    answer = ask(api, "Hi.", metadata={"emulator_fail": 503})
    assert answer.status_code == 503
    assert answer.json()["error"]["code"] == "503"


@given(st.text(alphabet=st.characters(), max_size=300))
def test_the_echo_is_short_and_taken_from_the_prompt_unchanged(text):
    answer = EchoEngine().complete(text)
    assert answer == "(an empty prompt)" or answer in text
    assert 0 < len(answer) <= 200
    assert len(answer.split()) <= 20
    assert "\n" not in answer or answer not in text.split("\n")


@given(st.text())
def test_tokens_are_a_quarter_of_the_characters(text):
    assert len(text) / 4 <= tokens(text) < len(text) / 4 + 1

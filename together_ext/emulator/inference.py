"""One inference request to one answer, in the documented shapes. Direct calls and batch rows alike.

For tests, ``metadata`` in a body can force an end that the echo engine never comes to by itself:

- ``{"emulator_fail": 500}``: fails with that status (a batch row: an error line with that code);
  a word instead of a number is a 400 with that word as its code.
- ``{"emulator_status": 422}``: batch only: the row lands in the output file, with that status.
- ``{"emulator_repeat": 0}``: batch only: the row is written that many times, so 0 loses it, 2
  doubles it.
- ``{"emulator_alias": "x"}``: batch only: it is written under that ``custom_id``.
- ``{"emulator_raw": "{"}``: batch only: that text stands in the output file instead of its line.

Usage: a token is four characters, begun ones counted.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from typing import Any

from together_ext.emulator.engines import Engine
from together_ext.emulator.shapes import ApiError, dump

_CHARS_PER_TOKEN = 4
Body = Mapping[str, Any]


def answer(engine: Engine, endpoint: str, body: Body, created: int) -> dict[str, object]:
    """The response body for one request.

    Args:
        engine: What finds the words.
        endpoint: The path with its ``/v1``.
        body: The request.
        created: The unix time to put into the answer.

    Raises:
        ApiError: The request is not one this endpoint takes, or it asks to fail.
    """
    _forced(body)
    if not (isinstance(body.get("model"), str) and body["model"]):
        raise _bad("model", "must be a non-empty string")
    if endpoint == "/v1/chat/completions":
        return _chat(engine, body, created)
    if endpoint == "/v1/completions":
        return _completion(engine, body, created)
    if endpoint == "/v1/embeddings":
        return _embeddings(engine, body)
    return _audio(engine, body, endpoint.rpartition("/")[2])


def tokens(text: str) -> int:
    """How many tokens a text counts as."""
    return math.ceil(len(text) / _CHARS_PER_TOKEN)


def metadata(body: object) -> Mapping[str, Any]:
    """The body's ``metadata`` when it is an object."""
    found = body.get("metadata") if isinstance(body, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _forced(body: Body) -> None:
    fail = metadata(body).get("emulator_fail")
    if isinstance(fail, int) and not isinstance(fail, bool) and 400 <= fail <= 599:
        raise ApiError(fail, "The request asked to fail.", code=str(fail))
    if isinstance(fail, str) and fail:
        raise ApiError(400, "The request asked to fail.", code=fail)


def _bad(param: str, what: str) -> ApiError:
    return ApiError(400, f"{param} {what}", code="invalid_request", param=param)


def _id(prefix: str, body: Body) -> str:
    return prefix + hashlib.sha256(dump(body)).hexdigest()[:24]


def _text(content: object, param: str) -> str:
    """A message's text: a string, or the text parts of a list of parts."""
    if isinstance(content, str):
        return content
    if content is None:
        return ""
    if isinstance(content, list) and all(isinstance(part, dict) for part in content):
        return "\n".join(p["text"] for p in content if isinstance(p.get("text"), str))
    raise _bad(param, "must be a string or a list of parts")


def _limited(text: str, body: Body) -> tuple[str, str]:
    """The text within ``max_tokens``, and the reason it ends."""
    limit = body.get("max_tokens")
    if limit is None:
        return text, "stop"
    if not isinstance(limit, int) or isinstance(limit, bool) or limit < 1:
        raise _bad("max_tokens", "must be a positive integer")
    if tokens(text) <= limit:
        return text, "stop"
    return text[: limit * _CHARS_PER_TOKEN], "length"


def _copies(body: Body) -> int:
    copies = body.get("n", 1)
    if not isinstance(copies, int) or isinstance(copies, bool) or not 1 <= copies <= 128:
        raise _bad("n", "must be an integer from 1 to 128")
    if body.get("stream"):
        raise _bad("stream", "is not something this emulator does")
    return copies


def _usage(prompt: int, completion: int) -> dict[str, int]:
    return {
        "prompt_tokens": prompt,
        "completion_tokens": completion,
        "total_tokens": prompt + completion,
    }


def _chat(engine: Engine, body: Body, created: int) -> dict[str, object]:
    messages = body.get("messages")
    if not isinstance(messages, list) or not messages:
        raise _bad("messages", "must be a non-empty list")
    texts: list[str] = []
    asked = ""
    for number, message in enumerate(messages):
        if not isinstance(message, dict) or not isinstance(message.get("role"), str):
            raise _bad(f"messages[{number}]", "must be an object with a role")
        texts.append(_text(message.get("content"), f"messages[{number}].content"))
        if message["role"] == "user":
            asked = texts[-1]
    copies = _copies(body)
    text, reason = _limited(engine.complete(asked), body)
    choices = [
        {
            "index": index,
            "finish_reason": reason,
            "logprobs": None,
            "message": {"role": "assistant", "content": text, "tool_calls": []},
        }
        for index in range(copies)
    ]
    return {
        "id": _id("chatcmpl-", body),
        "object": "chat.completion",
        "created": created,
        "model": body["model"],
        "prompt": [],
        "choices": choices,
        "usage": _usage(sum(map(tokens, texts)), copies * tokens(text)),
    }


def _completion(engine: Engine, body: Body, created: int) -> dict[str, object]:
    prompt = body.get("prompt")
    if not isinstance(prompt, str):
        raise _bad("prompt", "must be a string")
    copies = _copies(body)
    text, reason = _limited(engine.complete(prompt), body)
    return {
        "id": _id("cmpl-", body),
        "object": "text.completion",
        "created": created,
        "model": body["model"],
        "prompt": [],
        "choices": [{"index": i, "text": text, "finish_reason": reason} for i in range(copies)],
        "usage": _usage(tokens(prompt), copies * tokens(text)),
    }


def _embeddings(engine: Engine, body: Body) -> dict[str, object]:
    source = body.get("input")
    texts = [source] if isinstance(source, str) else source
    if not isinstance(texts, list) or not texts or not all(isinstance(t, str) for t in texts):
        raise _bad("input", "must be a string or a non-empty list of strings")
    data = [
        {"object": "embedding", "index": index, "embedding": engine.embed(text)}
        for index, text in enumerate(texts)
    ]
    return {"object": "list", "model": body["model"], "data": data}


def _audio(engine: Engine, body: Body, operation: str) -> dict[str, object]:
    source = body.get("file")
    if not isinstance(source, str) or not source:
        raise _bad("file", "must be an upload or a URL")
    task = "translate" if operation == "translations" else "transcribe"
    text = engine.transcribe(source.partition("?")[0].rpartition("/")[2] or source, task)
    form = body.get("response_format", "json")
    if form == "json":
        return {"text": text}
    if form != "verbose_json":
        raise _bad("response_format", "must be json or verbose_json")
    return {
        "task": task,
        "language": body.get("language") or "en",
        "duration": 1.0,
        "text": text,
        "segments": [{"id": 0, "start": 0.0, "end": 1.0, "text": text}],
    }
